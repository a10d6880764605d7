/** A report of a host's own, on the command line: it reads the rows of an exporter with its filters, and asks no service. */
import assert from "node:assert/strict";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { applyFilters, fileSizeDisplay, generateFilename, getDataInBatches, parseFilters, statusLabel } from "vasculum";
import { createTestService } from "../test-service.js";
import { source } from "../filter-backend/nights.js";
import { StationFilter } from "../filter-backend/station-filter.js";
import { registry } from "../export-to-disk/moths.js";

const { signal } = new AbortController();
const directory = await mkdtemp(join(tmpdir(), "vasculum-example-"));

// #region read
const backends = [new StationFilter()];
const filters = await parseFilters({ station_id: 7 }, backends); // as a request has them, or the arguments of a command
const query = applyFilters(source.queryset(), filters, backends);

async function* lines() {
  await using snapshot = await source.open({ scope: { projectId: 1, userId: 1 }, signal, batchSize: 500 });
  for await (const nights of getDataInBatches(snapshot, query, signal))
    yield nights.map(({ id, moths }) => `night ${id}: ${moths} moths\n`).join("");
}
// #endregion

// #region name
const name = generateFilename({
  exportId: 1,
  projectId: 1,
  projectName: "Moths of the ridge",
  label: "report",
  fileFormat: "txt",
});
// #endregion
const path = join(directory, name);
await pipeline(lines, createWriteStream(path));
assert.equal(name, "moths-of-the-ridge_report_export-1.txt");
assert.equal(await readFile(path, "utf8"), "night 1: 112 moths\n");

// #region size
const { size } = await stat(path);
console.log(`${name}, ${fileSizeDisplay(size)}`);
// #endregion
assert.equal(fileSizeDisplay(size), "19\u00a0bytes");

const { record } = await createTestService(registry).exportText({ project: 1, format: "moths" });
// #region status
const { summary, stages } = record.job.progress;
for (const { name, ...stage } of stages) console.log(`${name}: ${statusLabel(stage)}`);
// #endregion
assert.equal(statusLabel(summary), "SUCCESS");
assert.equal(statusLabel({ status: "STARTED", progress: 0.427 }), "42% complete");
await rm(directory, { recursive: true });
