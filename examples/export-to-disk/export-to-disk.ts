/** The smallest host there is: rows in memory, files in a directory. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileSystemStorage, createInlineRunner, createMemoryStore, ExportService } from "vasculum";
import { registry } from "./moths.js";

const directory = await mkdtemp(join(tmpdir(), "vasculum-example-"));

// #region service
const service = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createFileSystemStorage({ root: directory }),
  runner: createInlineRunner(),
  authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
});
await using worker = service.startWorker();
// #endregion

// #region export
const user = { id: 1, name: "Ada" };
const { id } = await service.create({ project: 1, format: "moths" }, { user });
const done = await service.waitForEnd(id, { user });
assert.equal(done.status, "succeeded");
const file = await service.file(id, { user });
await writeFile(join(directory, "moths.csv"), await file.open());
// #endregion

assert.equal(done.filename, "project-1_export-1.csv");
assert.equal(await readFile(join(directory, "moths.csv"), "utf8"), "name\r\nNoctua pronuba\r\n");
assert.ok(worker);
await rm(directory, { recursive: true });
