import { expect, test } from "vitest";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import { absent, officialIssues } from "../../camtrap-dp/official.js";
import { runArchive } from "../archive/dwca-run.js";
import { BURST_SOURCE } from "../burst-source.js";
import { ALL } from "../archive/dwca-sources.js";
import { exporter, METADATA } from "./camtrap-sources.js";

const policy = createSensitivityPolicy({
  taxa: [{ name: "Deilephila elpenor", category: "withheld" }],
  secret: "the secret of a test that is long enough",
  dates: "month",
});
const coarse = createSensitivityPolicy({
  taxa: [{ name: "Deilephila elpenor", category: 0.1 }],
  secret: "the secret of a test that is long enough",
  dates: "year",
});
const EXPORTERS = {
  "as it is by default": [exporter(), ALL],
  "with blank nights": [exporter({ examined: () => true, recordTimeZone: "UTC" }), ALL],
  "without classifications": [exporter(), { ...ALL, options: { extensions: [] } }],
  "with places withheld": [exporter({ policy }), ALL],
  "with coarse places and dates": [exporter({ policy: coarse }), ALL],
  "with a picture of several nights": [exporter({ source: BURST_SOURCE }), ALL],
  "without a row": [exporter(), { filters: { date_start: "2090-01-01" } }],
  "with all metadata": [
    exporter({
      metadata: {
        ...METADATA,
        ...{ version: "1.0", keywords: ["moths"], homepage: "https://ridge.example.org/", license: "CC0-1.0" },
        contributors: [{ title: "Ada", email: "ada@example.org", role: "contact", organization: "Ridge" }],
        project: { ...METADATA.project, acronym: "RDG", path: "https://ridge.example.org/" },
      },
    }),
    ALL,
  ],
} as const;

test.for(Object.entries(EXPORTERS))(
  "a package %s has no fault by the official profile, schemas and keys",
  async ([, [tested, run]], { skip }) => {
    skip(absent !== null, `${absent}`);
    const { files } = await runArchive(tested, run);
    expect(await officialIssues(files)).toEqual([]);
  },
);
