import { expect, test } from "vitest";
import { createCamtrapDpExporter } from "../../src/occurrences/camtrap-dp/create-camtrap-dp-exporter.js";
import { createPreviewer } from "../../src/preview/create-previewer.js";
import { BODY, createTestHost, USER } from "../support/test-host.js";
import { ALL, exporter as archive, SOURCE } from "./archive/dwca-sources.js";
import { exporter as cameraTraps, METADATA } from "./camtrap-dp/camtrap-sources.js";
import { exporter as dwcDp } from "./dwc-dp/dwc-dp-sources.js";

const { project } = METADATA;

test.each([
  ["dwca without a licence", archive({ metadata: { license: "" } }), ["metadata", "license"]],
  ["camtrap_dp without a licence of media", cameraTraps({ metadata: { project } }), ["metadata", "mediaLicense"]],
  [
    "camtrap_dp without a time zone",
    createCamtrapDpExporter({ source: SOURCE, metadata: METADATA }),
    ["deployments", 1],
  ],
  ["dwc_dp without a licence of media", dwcDp({ metadata: {} }), ["metadata", "mediaLicense"]],
  ["dwc_dp without its definitions", dwcDp({ definitions: "/nowhere" }), ["definitions", "event"]],
])("a preview of %s says what is missing, and how many rows there are", async (_, exporter, path) => {
  const { service } = await createTestHost({ exporter });
  const preview = await createPreviewer(service).preview({ ...BODY, ...ALL }, { user: USER });
  expect(preview.metadata).toContainEqual(expect.objectContaining({ path }));
  expect(preview).toMatchObject({ count: expect.any(Number), unfinished: [] });
});
