/** Packages of own tables in which a sensitive moth has a coarse place and no picture: a Darwin Core Data Package and a Camtrap DP. */
import assert from "node:assert/strict";
import { testExporter } from "vasculum/testing";
import { readPackage } from "../dwc-dp/read-package.js";
import { CameraTraps } from "./camera-traps.js";
import { Visits } from "./data-package.js";

const SECRETS = /Oak 14|47\.2512|[13]\.jpg|\bv[13]\b/;

// #region read
const { bytes, warnings } = await testExporter(Visits);
const { tables } = await readPackage(bytes);
const places = (tables.get("event") ?? []).map((event) => [event["locality"], event["decimalLatitude"]]);
assert.deepEqual(places, [
  ["Place withheld", "47.25"],
  ["Meadow", "46.9051"],
  ["Place withheld", "47.25"], // the same place, on another day
]);
const pictures = (tables.get("media") ?? []).map((medium) => medium["accessURI"]);
assert.deepEqual(pictures, ["https://media.example.org/2.jpg"]);
assert.deepEqual(
  warnings.map(({ code, count }) => [code, count]),
  [["SENSITIVITY_POLICY_APPLIED", 2]],
);
// #endregion
assert.deepEqual(tables.get("protocol")?.length, 1);
assert.doesNotMatch(JSON.stringify([...tables]), SECRETS);

const traps = await testExporter(CameraTraps);
assert.deepEqual(
  traps.warnings.map(({ code, count }) => [code, count]),
  [["SENSITIVITY_POLICY_APPLIED", 2]],
);
const camera = await readPackage(traps.bytes);
assert.deepEqual(
  camera.tables.get("deployments")?.map((row) => [row["latitude"], row["deploymentStart"]]),
  [
    ["47.25", "2026-06-01T00:00:00+02:00"],
    ["46.9051", "2026-06-02T21:00:00+02:00"],
    ["47.25", "2026-06-03T00:00:00+02:00"],
  ],
);
assert.equal(camera.tables.get("media")?.length, 1);
assert.equal(camera.tables.get("observations")?.length, 3);
assert.doesNotMatch(JSON.stringify([...camera.tables]), SECRETS);

// A user who may have exact places gets them, and so do the pictures.
const exact = await readPackage((await testExporter(Visits, { mayReadExact: true })).bytes);
assert.equal(exact.tables.get("media")?.length, 3);
assert.match(JSON.stringify([...exact.tables]), SECRETS);
