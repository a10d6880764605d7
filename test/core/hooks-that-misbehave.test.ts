import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import { csv } from "../../src/formats/csv.js";
import { createRowExporter } from "../../src/formats/create-row-exporter.js";
import { json } from "../../src/formats/json.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { NightlyExporter } from "../support/nightly-exporter.js";
import { createTestHost } from "../support/test-host.js";
import { eventArchive, SIGHTING, SIGHTINGS, sourceOf, VISIT } from "../dwca/exporter/meadow.js";

const late = async (): Promise<never> => {
  throw new TypeError("late");
};
const asyncValue = { name: "a", value: late as () => never };
const source = sourceOf(SIGHTINGS);
const nested = { name: "a", value: () => ({ deep: [late()] }) };
const asyncField = { term: "dwc:occurrenceRemarks", value: late as () => never };

/** As a host's column gives one whose code runs in a context of its own, as under Jest. */
const foreign = () => runInNewContext(`Promise.reject(new TypeError("late"))`) as Promise<never>;

/** Vitest fails a run in which a rejection stays unhandled, so that each of these also shows that none does. */
test.each<[string, ExporterClass, string]>([
  ["a column of CSV", createRowExporter({ source, format: csv([asyncValue]) }), "ROW_ENCODING"],
  ["a field of JSON", createRowExporter({ source, format: json([asyncValue]) }), "ROW_ENCODING"],
  ["a value within a field of JSON", createRowExporter({ source, format: json([nested]) }), "ROW_ENCODING"],
  [
    "a field of an archive",
    eventArchive({ core: { rowType: "Occurrence", fields: [...SIGHTING, ...VISIT, asyncField] }, extensions: [] }),
    "ROW_ENCODING",
  ],
  [
    "a detailsUrl",
    createJsonExporter({ source: createMemoryOccurrenceSource(OCCURRENCE_FIXTURE), detailsUrl: late as () => never }),
    "ROW_ENCODING",
  ],
  [
    "a column whose promise is of another realm",
    createRowExporter({ source, format: csv([{ name: "a", value: foreign as () => never }]) }),
    "ROW_ENCODING",
  ],
  [
    "a queryset",
    createRowExporter({ source, format: csv([{ name: "id", value: ({ id }) => id }]), queryset: late as () => never }),
    "EXPORTER_FAILED",
  ],
])("%s that is async fails the export, and its rejection ends nothing", async (_what, exporter, code) => {
  const host = await createTestHost({ exporter });
  expect((await host.createAndRun()).error?.code).toBe(code);
});

test("an async fileUrl, an async jobName and an async onError harm no export", async () => {
  const onError = vi.fn(late as () => never);
  const host = await createTestHost({ fileUrl: late as () => never, onError });
  const record = await host.createAndRun();
  expect(record.status).toBe("succeeded");
  expect(onError).toHaveBeenCalled();
  const named = await createTestHost({
    exporter: createRowExporter({
      source,
      format: csv([{ name: "id", value: ({ id }) => id }]),
      jobName: late as () => never,
    }),
  });
  await expect(named.create()).rejects.toMatchObject({ code: "EXPORTER_FAILED" });
});

test.each<[string, () => number]>([
  [
    "throws",
    () => {
      throw new TypeError("no delay");
    },
  ],
  ["is no number", () => Number.NaN],
  ["is async", late as () => never],
])("a delay between attempts that %s is the usual one, and the export goes on", async (_what, delayMs) => {
  class Failing extends NightlyExporter {
    override async export(): Promise<string> {
      throw new ExportError("SOURCE_FAILED");
    }
  }
  const host = await createTestHost({ exporter: Failing, retries: { delayMs } });
  expect(await host.createAndRun()).toMatchObject({ status: "pending", job: { state: "RETRY", attempts: 1 } });
  expect(host.queue.queued.at(-1)?.delayMs).toBeGreaterThanOrEqual(1000);
  expect(host.queue.queued.at(-1)?.delayMs).toBeLessThanOrEqual(1500);
});

test.each(["getFilterBackends", "getOptions"] as const)("an async %s is refused, and ends nothing", async (hook) => {
  class Late extends NightlyExporter {}
  Object.defineProperty(Late.prototype, hook, { value: late });
  const host = await createTestHost({ exporter: Late });
  expect(() => host.service.formats()).toThrow(expect.objectContaining({ code: "EXPORTER_FAILED" }) as Error);
  await expect(host.create()).rejects.toMatchObject({ code: "EXPORTER_FAILED" });
});

test("a listener to progress that rejects harms no export", async () => {
  const progress = { addStage: late, updateStage: late };
  expect((await (await createTestHost({ progress })).createAndRun()).status).toBe("succeeded");
});
