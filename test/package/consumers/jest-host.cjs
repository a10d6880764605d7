const assert = require("node:assert/strict");
const { writeFile } = require("node:fs/promises");
const { createInlineRunner } = require("vasculum");
const { createCamtrapDpExporter } = require("vasculum/camtrap-dp");
const { createCocoExporter } = require("vasculum/coco");
const { createDwcDpExporter } = require("vasculum/dwc-dp");
const { validateArchive } = require("vasculum/dwca");
const {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
} = require("vasculum/occurrences");
const { OCCURRENCE_FIXTURE, testExporter } = require("vasculum/testing");
const { createXlsxExporter } = require("vasculum/xlsx");

const DOORS = ["antenna", "bullmq", "express", "koa", "kysely", "pg-boss"];

test.each(DOORS)("vasculum/%s can be required", (door) => {
  assert.ok(Object.values(require(`vasculum/${door}`)).length > 0);
});

test("a runner that limits its jobs can be made", () => {
  assert.equal(typeof createInlineRunner({ concurrency: 2 }).enqueue, "function");
});

const EXPORTERS = {
  createCsvExporter,
  createJsonExporter,
  createDwcaExporter,
  createCocoExporter,
  createXlsxExporter,
  createCamtrapDpExporter: ({ source }) =>
    createCamtrapDpExporter({
      source,
      timeZone: "America/Toronto",
      metadata: {
        license: "CC0-1.0",
        mediaLicense: "CC0-1.0",
        contributors: [{ title: "Ada" }],
        project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] },
      },
    }),
  createDwcDpExporter: ({ source }) => createDwcDpExporter({ source, metadata: { mediaLicense: "CC0-1.0" } }),
};

test.each(Object.entries(EXPORTERS))("%s makes its file", async (_name, createExporter) => {
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
