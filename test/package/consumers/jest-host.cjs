const assert = require("node:assert/strict");
const { writeFile } = require("node:fs/promises");
const { createInlineRunner } = require("vasculum");
const { validateArchive } = require("vasculum/dwca");
const {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
} = require("vasculum/occurrences");
const { OCCURRENCE_FIXTURE, testExporter } = require("vasculum/testing");

const DOORS = ["antenna", "bullmq", "express", "koa", "kysely", "pg-boss"];

test.each(DOORS)("vasculum/%s can be required", (door) => {
  assert.ok(Object.values(require(`vasculum/${door}`)).length > 0);
});

test("a runner that limits its jobs can be made", () => {
  assert.equal(typeof createInlineRunner({ concurrency: 2 }).enqueue, "function");
});

test.each([createCsvExporter, createJsonExporter, createDwcaExporter])("%p makes its file", async (createExporter) => {
  const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
  const { record, bytes } = await testExporter(createExporter({ source }));
  assert.equal(record.status, "succeeded");
  assert.equal(bytes.length, record.fileSize);
});

test("an archive can be written and read", async () => {
  const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
  const { bytes } = await testExporter(createDwcaExporter({ source }));
  await writeFile("archive.zip", bytes);
  assert.equal((await validateArchive("archive.zip")).rows > 0, true);
});
