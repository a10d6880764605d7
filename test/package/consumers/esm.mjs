import assert from "node:assert/strict";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { createInlineRunner, createMemoryStorage, ExportError } from "vasculum";
import { createAntennaSource } from "vasculum/antenna";
import { createCamtrapPackageExporter } from "vasculum/camtrap-dp";
import { createCocoExporter } from "vasculum/coco";
import { createDwcDpPackageExporter } from "vasculum/dwc-dp";
import { createDwcTable } from "vasculum/dwca";
import { createExpressMiddleware } from "vasculum/express";
import { createKoaMiddleware } from "vasculum/koa";
import { guardPool } from "vasculum/kysely";
import {
  createCsvExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
  createDwcaExporter,
  EVENT_FIELDS,
} from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, storageSuite, testExporter } from "vasculum/testing";
import { createXlsxExporter } from "vasculum/xlsx";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
for (const createExporter of [
  createCsvExporter,
  createJsonExporter,
  createDwcaExporter,
  createCocoExporter,
  createXlsxExporter,
]) {
  const { record, bytes } = await testExporter(createExporter({ source }));
  assert.equal(record.status, "succeeded");
  assert.equal(bytes.length, record.fileSize);
}

const tests = [];
storageSuite({
  test: (name, body) => tests.push([name, body]),
  create: () => ({ storage: createMemoryStorage() }),
  without: ["link", "unfinishedUploads"],
});
for (const [, body] of tests) await body();
assert.ok(tests.length > 10);

const dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};
assert.equal(typeof createAntennaSource({ db: new Kysely({ dialect }) }).open, "function");
assert.ok(EVENT_FIELDS.length > 5);
assert.equal(typeof createInlineRunner().start, "function");
assert.ok(
  [
    ...[createCamtrapPackageExporter, createDwcDpPackageExporter, createDwcTable],
    ...[createExpressMiddleware, createKoaMiddleware, guardPool],
  ].every((door) => typeof door === "function"),
);
assert.ok(ExportError.is(new ExportError("CANCELLED")));
console.log("every door opened");
