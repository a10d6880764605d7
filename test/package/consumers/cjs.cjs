const assert = require("node:assert/strict");
const { ExportError } = require("vasculum");
const { createAntennaSource } = require("vasculum/antenna");
const { createCamtrapPackageExporter } = require("vasculum/camtrap-dp");
const { createCocoExporter } = require("vasculum/coco");
const { createDwcDpPackageExporter } = require("vasculum/dwc-dp");
const { createDwcTable } = require("vasculum/dwca");
const { createExpressMiddleware } = require("vasculum/express");
const { createKoaMiddleware } = require("vasculum/koa");
const { guardPool } = require("vasculum/kysely");
const {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
  EVENT_FIELDS,
} = require("vasculum/occurrences");
const { OCCURRENCE_FIXTURE, testExporter } = require("vasculum/testing");
const { createXlsxExporter } = require("vasculum/xlsx");

async function main() {
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
  assert.ok(
    [
      ...[createAntennaSource, createCamtrapPackageExporter, createDwcDpPackageExporter, createDwcTable],
      ...[createExpressMiddleware, createKoaMiddleware, guardPool],
    ].every((door) => typeof door === "function"),
  );
  assert.ok(EVENT_FIELDS.length > 5);
  assert.ok(ExportError.is(new ExportError("CANCELLED")));
  console.log("every door opened");
}

void main();
