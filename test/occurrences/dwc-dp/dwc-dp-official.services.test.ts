import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Kysely } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { generateSeason } from "../../../examples/season/generate-season.js";
import { loadAntenna } from "../../../examples/season/load-antenna.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { absent, OFFICIAL, officialIssues, officialSchema, profileIssues } from "../../dwc-dp/official.js";
import { runArchive } from "../archive/dwca-run.js";
import { startPglite } from "../../support/pglite.js";
import { BURST_SOURCE } from "../burst-source.js";
import { ALL, changed } from "../archive/dwca-sources.js";
import { exporter, METADATA } from "./dwc-dp-sources.js";

const policyOf = (category: "withheld" | 0.1, mode: "event" | "detach") =>
  createSensitivityPolicy({
    taxa: [{ name: "Deilephila elpenor", category }],
    secret: "the secret of a test that is long enough",
    ...{ dates: "month" as const, mode },
  });
const EXPORTERS = {
  "as it is by default": [exporter(), ALL],
  "with all facts": [
    exporter({
      examined: () => true,
      facts: {
        ...{ recordedBy: "Ridge team", countryCode: "CA", nameAccordingTo: "GBIF", eventType: "trap night" },
        ...{ targetTaxonomicScope: "Lepidoptera", isTaxonomicScopeFullyReported: true, inventoryTypes: "openSearch" },
      },
    }),
    ALL,
  ],
  "with the tables that it must have": [exporter(), { ...ALL, options: { extensions: [] } }],
  "with places withheld": [exporter({ policy: policyOf("withheld", "event") }), ALL],
  "with coarse places, events detached": [exporter({ policy: policyOf(0.1, "detach") }), ALL],
  "with a picture of several nights": [exporter({ source: BURST_SOURCE }), ALL],
  "without a row": [exporter(), { filters: { date_start: "2090-01-01" } }],
  "of absent animals": [exporter({ source: changed((row) => ({ ...row, count: 0 })) }), ALL],
  "with all metadata": [
    exporter({
      metadata: {
        ...METADATA,
        ...{ version: "1.0", keywords: ["moths"], homepage: "https://ridge.example.org/", license: "CC0-1.0" },
        ...{ fundingAttribution: "A fund", rightsHolder: "The Ridge", bibliographicCitation: "Ridge (2023)" },
        contributors: [{ title: "Ada", email: "ada@example.org", role: "contact", organization: "Ridge" }],
      },
    }),
    ALL,
  ],
} as const;

const MEDIA = { mediaUrl: "https://media.example.org/" };

test("a season in Antenna's tables makes a package without a fault, and the same tables as from memory", async ({
  skip,
}) => {
  skip(absent !== null, `${absent}`);
  const season = generateSeason({ occurrences: 2000 });
  const pglite = await startPglite();
  await loadAntenna((sql, values) => pglite.query(sql, [...values]), season);
  const db = new Kysely<object>({ dialect: createPgliteDialect({ pglite }) });
  onTestFinished(() => db.destroy());
  const options = { examined: () => true, facts: { targetTaxonomicScope: "Lepidoptera" } };
  const antenna = exporter({ source: createAntennaSource({ db, ...MEDIA }), ...options });
  const { files, exported, skipped } = await runArchive(antenna, ALL);
  expect([exported > 500, skipped]).toEqual([true, []]);
  expect(await officialIssues(files)).toEqual([]);
  const inMemory = await runArchive(exporter({ source: createMemoryOccurrenceSource(season, MEDIA), ...options }), ALL);
  // Memory does not know when a classification was made.
  for (const name of ["event", "survey", "media", "event-media", "occurrence-media", "media-assertion", "agent"])
    expect(inMemory.files.get(`${name}.csv`), name).toBe(files.get(`${name}.csv`));
}, 120_000);

test.for(Object.entries(EXPORTERS))(
  "a package %s has no fault by the official profile, schemas and keys",
  async ([, [tested, run]], { skip }) => {
    skip(absent !== null, `${absent}`);
    const { files } = await runArchive(tested, run);
    expect(await officialIssues(files)).toEqual([]);
  },
);

/** Each makes one fault, which the check must name. */
const FAULTS: readonly (readonly [string, (text: string) => string, RegExp])[] = [
  ["event.csv", (text) => text.replace(",survey,", ",,"), /^event: row \d+, eventCategory: required$/],
  ["media.csv", (text) => text.replace(",0.002441,", ",1.5,"), /^media: row \d+, xFrac: maximum$/],
  ["survey.csv", (text) => text.replace(",360,", ",long,"), /^survey: row \d+, eventDurationValue: number$/],
  ["occurrence.csv", (text) => `${text}${text.split("\r\n")[1]}\r\n`, /^occurrence: row \d+, occurrence_pk: unique$/],
  [
    "occurrence.csv",
    (text) => text.replaceAll("antenna:event:1:1,", "antenna:event:1:99,"),
    /^occurrence.event_fk: \d/,
  ],
  [
    "media.csv",
    (text) =>
      text
        .split("\r\n")
        .filter((line) => !line.includes("capture:1:2,"))
        .join("\r\n"),
    /_fk: \d/,
  ],
  ["agent.csv", (text) => text.replace("agent_pk,agentID", "agentID,agent_pk"), /^agent: header/],
  ["datapackage.json", (text) => text.replace('"profile": "http', '"profiles": "http'), /required property 'profile'/],
  ["datapackage.json", (text) => text.replace('"title": "event_pk",', ""), /required property 'title'/],
];

test.for(FAULTS)("a fault in %s is found", async ([name, spoil, fault], { skip }) => {
  skip(absent !== null, `${absent}`);
  const { files } = await runArchive(exporter(), ALL);
  const text = files.get(name) ?? "";
  expect(spoil(text)).not.toBe(text);
  const issues = await officialIssues(new Map([...files, [name, spoil(text)]]));
  expect(issues.some((issue) => fault.test(issue))).toBe(true);
});

test("the host's definitions stand in the description word for word, without keys of tables that are not written", async ({
  skip,
}) => {
  skip(absent !== null, `${absent}`);
  const { files } = await runArchive(exporter({ definitions: OFFICIAL }), ALL);
  const descriptor = JSON.parse(files.get("datapackage.json") ?? "") as {
    readonly resources: readonly { readonly name: string; readonly schema: object }[];
  };
  const schemaOf = (table: string) => descriptor.resources.find(({ name }) => name === table)?.schema;
  expect(schemaOf("agent")).toEqual(JSON.parse(readFileSync(join(OFFICIAL, "agent.json"), "utf8")));
  const official = officialSchema("identification");
  expect(schemaOf("identification")).toMatchObject({
    fields: official.fields,
    foreignKeys: official.foreignKeys?.filter(({ fields }) =>
      /^(?:media|occurrence|identificationProtocol)_fk$/.test(fields),
    ),
  });
  // The definitions of 1.0_DEV say "pending" where a term has no version yet, which their own profile refuses.
  const text = JSON.stringify(descriptor);
  expect(text).toContain('"dcterms:references":"pending"');
  expect(profileIssues(JSON.parse(text.replaceAll('"pending"', '"http://rs.tdwg.org/"')))).toEqual([]);
});
