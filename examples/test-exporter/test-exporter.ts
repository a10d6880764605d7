/** The unit tests of an exporter: through the real flow, with no server, database or bucket. `node:test` here; any runner will do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { exporterSuite, testExporter } from "vasculum/testing";
import { NightlyCounts } from "./nightly-counts.js";

// #region trials
test("writes one line a night, of the project alone", async () => {
  const { text, record, progress } = await testExporter(NightlyCounts, { projectId: 1 });
  assert.equal(text, "night,moths\r\n2023-06-18,112\r\n2023-06-19,87\r\n");
  assert.equal(record.recordCount, 2);
  assert.equal(progress.at(-1)?.stage.progress, 1);
});

test("keeps a spreadsheet from running what a station was named", async () => {
  const { text } = await testExporter(NightlyCounts, { rows: [{ id: 1, project: 1, night: "=1+1", moths: 0 }] });
  assert.equal(text, "night,moths\r\n'=1+1,0\r\n");
});

test("leaves nothing when it fails midway", async () => {
  const { record, bytes } = await testExporter(NightlyCounts, { failAfterRows: 1 });
  assert.equal(record.error?.code, "SOURCE_FAILED");
  assert.equal(bytes.length, 0);
});

test("takes no filter", async () => {
  await assert.rejects(testExporter(NightlyCounts, { filters: { station_id: 7 } }), { code: "INVALID_FILTERS" });
});
// #endregion

// #region suite
exporterSuite({
  test,
  create: () => ({ exporter: NightlyCounts }),
  cases: [{ filters: {}, rows: 2 }],
});
// #endregion
