/** A host with an Antenna database: exports a project as a Darwin Core Archive, and downloads it. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createFileSystemStorage,
  createInlineRunner,
  createMemoryStore,
  ExportRegistry,
  ExportService,
} from "vasculum";
import { createCsvExporter, createDwcaExporter, createJsonExporter } from "vasculum/occurrences";
import { createAntennaSource } from "vasculum/antenna";
import { openDatabase } from "../demo/open-database.js";

await using database = await openDatabase(undefined, 300);
const { db } = database;
const directory = await mkdtemp(join(tmpdir(), "vasculum-example-"));

// #region service
const source = createAntennaSource({ db, mediaUrl: "https://media.example.org/" });

const registry = new ExportRegistry();
registry.register("occurrences_api_json")(createJsonExporter({ source }));
registry.register("occurrences_simple_csv")(createCsvExporter({ source }));
registry.register("dwca")(createDwcaExporter({ source }));

const exports = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createFileSystemStorage({ root: directory }),
  runner: createInlineRunner(),
  authorizer: {
    authorize: async ({ userId, projectId }) => (userId === 7 && projectId === 1 ? "allow" : "hide"),
    readableProjects: async (userId) => (userId === 7 ? [1] : []),
  },
});
await using worker = exports.startWorker();
await using reaper = exports.startReaper();

const user = { id: 7, name: "Rosalind Achebe" };
const { id } = await exports.create({ project: 1, format: "dwca", filters: { collection_id: 1 } }, { user });
const done = await exports.waitForEnd(id, { user });
console.log(done.status, done.filename, done.recordCount, done.sha256);
// #endregion

assert.equal(done.status, "succeeded");
assert.equal(done.filename, "moths-of-the-eastern-ridge_export-1.zip");
assert.ok((done.recordCount ?? 0) > 10);
await assert.rejects(exports.get(id, { user: { id: 8, name: "Another user" } }), { code: "NOT_FOUND" });
await rm(directory, { recursive: true });
assert.ok(worker && reaper);
