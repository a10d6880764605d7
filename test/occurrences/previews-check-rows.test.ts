import { expect, test } from "vitest";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import type { OccurrenceExporterOptions } from "../../src/occurrences/model/occurrence-exporter-options.js";
import { createCocoExporter } from "../../src/coco.js";
import { createCsvExporter } from "../../src/occurrences.js";
import { createPreviewer } from "../../src/preview/create-previewer.js";
import { BODY, createTestHost, USER } from "../support/test-host.js";

import { ALL, changed, exporter as archive } from "./archive/dwca-sources.js";
import { exporter as cameraTraps } from "./camtrap-dp/camtrap-sources.js";
import { exporter as dwcDp } from "./dwc-dp/dwc-dp-sources.js";

/** One row has a date that no calendar knows, in a member that no format writes. */
const source = changed((row) => (row.id === 1 ? { ...row, createdAt: "yesterday" } : row));
const EXPORTERS: Readonly<Record<string, (options: OccurrenceExporterOptions) => ExporterClass>> = {
  ...{ csv: createCsvExporter, coco: createCocoExporter, dwca: archive, camtrap_dp: cameraTraps, dwc_dp: dwcDp },
};

async function previewOf(exporter: ExporterClass) {
  const { service } = await createTestHost({ exporter });
  return await createPreviewer(service).preview({ ...BODY, ...ALL }, { user: USER });
}

test.each(Object.keys(EXPORTERS))("a preview of %s refuses the row that its file would refuse", async (format) => {
  const { problem } = await previewOf(EXPORTERS[format]!({ source }));
  expect(problem).toMatchObject({ code: "ROW_ENCODING", details: [{ path: ["rows", 1, "createdAt"] }] });
});

test.each(Object.keys(EXPORTERS))("a preview of %s counts the row that its file would leave out", async (format) => {
  const { problem, warnings } = await previewOf(EXPORTERS[format]!({ source, rowErrors: "skip" }));
  expect(problem).toBeNull();
  expect(warnings).toContainEqual(expect.objectContaining({ code: "ROWS_SKIPPED", sample: "rows/1/createdAt" }));
});
