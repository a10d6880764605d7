import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { absent, official, officialIssues } from "./official.js";

/** The standard's own example package. */
function example(): Map<string, string> {
  const names = ["datapackage.json", "deployments.csv", "media.csv", "observations.csv"];
  return new Map(names.map((name) => [name, readFileSync(join(official.path, "example", name), "utf8")]));
}

test("the standard's own example passes the checks of these tests", async ({ skip }) => {
  skip(absent !== null, `${absent}`);
  expect(await officialIssues(example())).toEqual([]);
});

test.for([
  ["datapackage.json", '"individualAnimals": false,', "", "individualAnimals"],
  ["datapackage.json", '"scope": "media"', '"scope": "pictures"', "/licenses"],
  ["deployments.csv", ",51.496,", ",95.1,", "deployments: row 1, latitude: maximum"],
  [
    "deployments.csv",
    "2020-05-30T04:57:37+02:00",
    "2020-05-30T04:57:37",
    "deployments: row 1, deploymentStart: datetime",
  ],
  ["media.csv", "image/jpeg", "jpeg", "media: row 1, fileMediatype: pattern"],
  ["media.csv", "07840dcc,00a2c20d", "07840dcc,nowhere", "media.deploymentID: 1 orphans"],
  ["media.csv", "401386c7,", "07840dcc,", "media.mediaID: 1 repeats"],
  ["observations.csv", ",event,animal,", ",night,animal,", "observations: row 1, observationLevel: enum"],
  ["observations.csv", "705e6036,", ",", "observations: row 1, observationID: required"],
] as const)("the checks find one fault in %s: %s -> %s", async ([file, from, to, found], { skip }) => {
  skip(absent !== null, `${absent}`);
  const files = example();
  const text = files.get(file) ?? "";
  expect(text).toContain(from);
  files.set(file, text.replace(from, to));
  expect((await officialIssues(files)).join("\n")).toContain(found);
});
