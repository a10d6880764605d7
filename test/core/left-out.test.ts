import { expect, test } from "vitest";
import type { DataSource, LeftOutRows } from "../../src/contracts/data-source.js";
import { NightlyExporter, type NightQuery, type NightRow } from "../support/nightly-exporter.js";
import { createTestHost } from "../support/test-host.js";

/** The nights of the tests, and a source that leaves rows out. Writes down what it is asked for. */
function exporterOf(leftOut: () => Promise<LeftOutRows>, onBatch: (seen: readonly string[]) => void = () => undefined) {
  const seen: string[] = [];
  class LeavingOut extends NightlyExporter {
    override getSource(): DataSource<NightRow, NightQuery> {
      const source = super.getSource();
      return {
        ...source,
        async open(options) {
          const snapshot = await source.open(options);
          return {
            ...snapshot,
            leftOut: () => (seen.push("leftOut"), leftOut()),
            async *batches(query) {
              for await (const batch of snapshot.batches(query)) {
                seen.push("batch");
                onBatch(seen);
                yield batch;
              }
            },
          };
        },
      };
    }
  }
  return LeavingOut;
}

test("what is left out is counted while rows are written, and the warning waits for the count", async () => {
  let answer: (counts: LeftOutRows) => void = () => undefined;
  const counting = new Promise<LeftOutRows>((resolve) => (answer = resolve));
  const host = await createTestHost({
    exporter: exporterOf(
      () => counting,
      (seen) => {
        if (seen.filter((entry) => entry === "batch").length < 3) return;
        expect(seen).toContain("leftOut");
        answer({ too_dark: 2 });
      },
    ),
  });
  expect(await host.createAndRun()).toMatchObject({
    status: "succeeded",
    recordCount: 25,
    warnings: [{ code: "ROWS_LEFT_OUT", count: 2, sample: "too_dark: 2" }],
  });
});

test("a failure of that count fails the export, and is not heard of where the rows have failed before", async () => {
  const failing = async (): Promise<LeftOutRows> => Promise.reject(new Error("no count"));
  const settings = { retries: { attempts: 1 } };
  const host = await createTestHost({ exporter: exporterOf(failing), ...settings });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "SOURCE_FAILED" } });
  const broken = exporterOf(failing, () => {
    throw new Error("no rows");
  });
  const other = await createTestHost({ exporter: broken, ...settings });
  expect(await other.createAndRun()).toMatchObject({ status: "failed", error: { code: "SOURCE_FAILED" } });
});
