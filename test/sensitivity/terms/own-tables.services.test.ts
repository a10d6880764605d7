import { describe, expect, test } from "vitest";
import type { FilterBackend } from "../../../src/contracts/filter-backend.js";
import { csv } from "../../../src/formats/csv.js";
import { createRowExporter } from "../../../src/formats/create-row-exporter.js";
import { geojson } from "../../../src/formats/geojson.js";
import { json } from "../../../src/formats/json.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import type { SensitivityPolicyOptions } from "../../../src/sensitivity/policy-options.js";
import type { ExporterClass } from "../../../src/contracts/exporter.js";
import type { SensitivityFixture } from "../../../src/testing/sensitivity-suite/sensitivity-fixture.js";
import { sensitivityLeakSuite } from "../../../src/testing/sensitivity-suite/sensitivity-leak-suite.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { z } from "zod";
import { failingTests } from "../../testing/failing-tests.js";
import { readZip } from "../../dwca/read-zip.js";
import {
  eventArchive,
  type Options,
  PHOTOS,
  type Sighting,
  SIGHTING,
  sourceOf,
  VISIT,
} from "../../dwca/exporter/meadow.js";

const SECRET = "a secret of more than thirty-two characters";
/** Visit "hide" is secret by one animal; "again" is another visit of the same place; "open" is public. */
const ROWS: readonly Sighting[] = [
  { id: 71, visit: "again-1848", day: "2024-06-11", species: "Aglais io", latitude: 47.251234, photos: ["harm/1.jpg"] },
  {
    id: 72,
    visit: "hide-1848",
    day: "2024-06-18",
    species: "Parnassius apollo (Linnaeus, 1758)",
    latitude: 47.251234,
    photos: ["secret/2.jpg"],
  },
  {
    id: 73,
    visit: "hide-1848",
    day: "2024-06-18",
    species: "Aglais io",
    latitude: 47.251234,
    photos: ["secret/3.jpg"],
  },
  {
    id: 74,
    visit: "open-1848",
    day: "2024-07-02",
    species: "Vanessa cardui",
    latitude: 46.9051,
    photos: ["open/4.jpg", "secret/2.jpg"],
  },
];
const PLACE = [
  { term: "dwc:decimalLatitude", value: ({ latitude }: Sighting) => latitude },
  { term: "dwc:decimalLongitude", value: ({ latitude }: Sighting) => latitude - 39.1 },
  {
    term: "dwc:locality",
    value: ({ latitude }: Sighting) => (latitude > 47 ? "Oak 14 behind the chapel" : "Open field"),
  },
  {
    term: "dwc:samplingEffort",
    value: ({ latitude }: Sighting) => (latitude > 47 ? "3 hours at oak fourteen" : "1 hour"),
  },
  { term: "dwc:fieldNumber", value: ({ latitude }: Sighting) => (latitude > 47 ? "oak-14/7" : "field-2") },
];
const VISIT_FIELDS = [...VISIT.slice(0, 2), ...PLACE];
const OCCURRENCES = {
  rowType: "Occurrence",
  rows: (row: Sighting) => [row],
  fields: [
    ...SIGHTING,
    { term: "dwc:occurrenceRemarks", value: ({ id }: Sighting) => (id < 74 ? "near the old oak" : "") },
  ],
};
const MEASUREMENTS = {
  rowType: "MeasurementOrFact",
  rows: (row: Sighting) => [row],
  fields: [
    { term: "dwc:measurementType", value: () => "trunk" },
    { term: "dwc:measurementValue", value: ({ id }: Sighting) => (id < 74 ? "diameter of oak-14" : "none") },
  ],
};
const COLUMNS = [
  ...SIGHTING,
  ...VISIT_FIELDS,
  { term: "dwc:associatedMedia", value: ({ photos }: Sighting) => photos.join(" | ") },
].map((field) => ({ ...field, name: field.term.replace(/.*:/, "") }));

const POINT = { longitude: "decimalLongitude", latitude: "decimalLatitude" };

const policyOf = (changes: Partial<SensitivityPolicyOptions> = {}) =>
  createSensitivityPolicy({ taxa: [{ name: "Parnassius apollo" }], secret: SECRET, ...changes });
const byVisit: FilterBackend<(row: Sighting) => boolean> = {
  schema: z.object({ visit: z.string().optional() }),
  apply: (query, { visit }) => (visit === undefined ? query : (row) => query(row) && row.visit === visit),
  resolve: async ({ visit }) => ({ display: { visit: `Visit of Oak 14: ${String(visit)}` }, issues: [] }),
};
const archive = (
  changes: Omit<Partial<Options>, "policy"> & { readonly policy?: ReturnType<typeof policyOf> | undefined } = {},
) =>
  eventArchive({
    source: sourceOf(ROWS),
    core: { rowType: "Event", of: (row: Sighting) => row, fields: VISIT_FIELDS },
    extensions: [OCCURRENCES, PHOTOS, MEASUREMENTS],
    filters: [byVisit],
    ...(changes as Partial<Options>), // a policy that is undefined is none
  });
const rows = (changes: object = {}) =>
  createRowExporter({
    source: sourceOf(ROWS),
    format: csv(COLUMNS),
    filters: [byVisit],
    policy: policyOf(),
    ...changes,
  });

/** Everything that a user can see of an export. */
async function shown(exporter: ReturnType<typeof rows>, options: Parameters<typeof testExporter>[1] = {}) {
  const { bytes, text, record, progress } = await testExporter(exporter, options);
  expect(record.error).toBeNull();
  const files = record.contentType === "application/zip" ? [...(await readZip(bytes)).values()] : [text];
  const { warnings, filters_display: _, ...rest } = record as typeof record & { readonly filters_display?: unknown };
  return [...files, JSON.stringify([warnings, rest.filtersDisplay, progress])].join("\n");
}
const PLACES = /47[.,]2512|47\.251|8\.1512|8\.151|oak|chapel|secret\/|harm\/|47\.2\b/i;
const IDS = /hide-1848|again-1848|sighting:7[123]/;
const AS_IT_IS = /open-1848.*46\.9051/;

const SECRETS: SensitivityFixture["secrets"] = {
  points: [{ latitude: 47.251234, longitude: 8.151234 }],
  texts: ["Oak 14", "oak-14", "chapel", "secret/2.jpg", "harm/1.jpg", "hide-1848", "again-1848"],
  ids: [],
  category: 0.1,
};

describe.each([
  ["an archive", archive],
  ["a table", rows],
])("the published leak suite over %s", (_, make) => {
  const fixtureOf = (exporter: ExporterClass): SensitivityFixture => ({
    exporter,
    unprotected: make({ policy: undefined }),
    secrets: SECRETS,
    filters: [{}, { visit: "open-1848" }],
    placeFilters: [{ visit: "hide-1848" }, { visit: "again-1848" }],
  });

  sensitivityLeakSuite({ test, create: () => fixtureOf(make({ policy: policyOf() })) });

  test("fails where the policy is off", async () => {
    const create = () => fixtureOf(make({ policy: undefined }));
    const failed = await failingTests((one) => sensitivityLeakSuite({ test: one, create }));
    expect(failed).toContain("no part of an export shows a secret, whatever its filters");
    expect(failed).toContain("a filter by a sensitive place finds nothing");
  });
});

describe.each([
  ["an archive", archive],
  ["CSV", rows],
  ["JSON", (changes: object = {}) => rows({ format: json(COLUMNS), ...changes })],
  ["GeoJSON", (changes: object = {}) => rows({ format: geojson(COLUMNS, POINT), ...changes })],
])("%s under a policy", (_, make) => {
  test("shows nothing of a sensitive place, of other visits of it, or of its pictures", async () => {
    const text = await shown(make({ policy: policyOf() }));
    expect(text).not.toMatch(PLACES);
    expect(text).not.toMatch(IDS);
    expect(text.replaceAll("\n", " ")).toMatch(AS_IT_IS);
    expect(text).toContain("open-1848");
    expect(text).toContain("47.25");
    expect(text).toContain("Place withheld");
    expect(text).toContain(
      "Coordinates are the centre of a 0.1 degree grid cell. The event and its records have surrogate identifiers.",
    );
    expect(text).toContain("SENSITIVITY_POLICY_APPLIED");
  });

  test("shows all of it when the policy is off", async () => {
    const text = await shown(make({ policy: undefined }));
    for (const secret of ["47.251234", "Oak 14 behind the chapel", "secret/2.jpg", "hide-1848", "again-1848"])
      expect(text).toContain(secret);
  });

  test("shows no place in the other modes and categories", async () => {
    for (const mode of ["event", "dataset"] as const) {
      const text = await shown(
        make({ policy: policyOf({ mode, taxa: [{ name: "parnassius", category: "withheld" }] }) }),
      );
      expect(text).toContain("3 hours at oak fourteen");
      expect(text.replaceAll("3 hours at oak fourteen", "")).not.toMatch(PLACES);
      expect(text).not.toContain("47.25");
      expect(text).toContain("hide-1848");
      expect(text.includes("46.9051")).toBe(mode === "event");
    }
  });

  test("finds no sensitive row by a filter that may ask for a place, unless it is named harmless", async () => {
    const filters = { visit: "hide-1848" };
    const hidden = await shown(make({ policy: policyOf() }), { filters });
    expect(hidden).not.toMatch(/Parnassius|47\.25|Place withheld/);
    const harmless = await shown(make({ policy: policyOf({ harmlessRestrictions: ["visit"] }) }), { filters });
    expect(harmless).toContain("Parnassius");
    expect(harmless.replace(/"visit":"[^"]*"/, "")).not.toMatch(/47\.2512|chapel/);
  });

  test("keeps its bytes where nothing is sensitive", async () => {
    const options = { filters: {} };
    const quiet = await testExporter(make({ policy: policyOf({ taxa: [{ name: "Lycaena dispar" }] }) }), options);
    const off = await testExporter(make({ policy: undefined }), options);
    expect(quiet.record.sha256).toBe(off.record.sha256);
  });

  test("gives everything to those who may have exact places", async () => {
    const { record } = await testExporter(make({ policy: policyOf() }), { mayReadExact: true });
    const off = await testExporter(make({ policy: undefined }));
    expect(record.sha256).toBe(off.record.sha256);
    expect(record.warnings).toMatchObject([{ code: "SENSITIVE_PLACES_EXACT" }]);
  });

  test("fails when the policy throws", async () => {
    const decide = () => {
      throw new Error("broken");
    };
    const { record } = await testExporter(make({ policy: policyOf({ decide }) }));
    expect(record.error).toMatchObject({ code: "POLICY_FAILED" });
  });
});

test("events that are read by themselves are decided with the others", async () => {
  const core = {
    rowType: "Event",
    fields: VISIT_FIELDS,
    rows: async function* () {
      yield ROWS.filter(({ id }) => id !== 73);
    },
  };
  const extension = { ...OCCURRENCES, fields: [VISIT[0]!, ...OCCURRENCES.fields] };
  const exporter = archive({ core, extensions: [extension], policy: policyOf() });
  const text = await shown(exporter);
  expect(text).not.toMatch(PLACES);
  expect(text).not.toMatch(IDS);
  expect(text).toMatch(AS_IT_IS);
});

test("an event above sensitive ones is sensitive, and so are all below it", async () => {
  const core = {
    rowType: "Event",
    fields: [...VISIT_FIELDS, { term: "dwc:parentEventID", value: ({ id }: Sighting) => (id === 72 ? "site-9" : "") }],
    rows: async function* () {
      yield [{ id: 1, visit: "site-9", day: "2024", species: "", latitude: 47.2, photos: [] }, ...ROWS].filter(
        ({ id }) => id !== 73,
      );
    },
  };
  // The site is found by its id alone: a point of its own, and the words of an oak.
  const own = [{ ...VISIT[0]!, value: ({ visit }: Sighting) => visit }, ...core.fields.slice(1)];
  const extension = { ...OCCURRENCES, fields: [own[0]!, ...OCCURRENCES.fields] };
  const exporter = archive({
    core: { ...core, fields: own },
    extensions: [extension],
    policy: policyOf({ mode: "event" }),
  });
  const text = (await shown(exporter)).replaceAll("3 hours at oak fourteen", "");
  expect(text).toContain("site-9");
  expect(text).not.toMatch(PLACES);
  expect(text).toMatch(AS_IT_IS);
});

test("pictures of sensitive rows have the links that the host gives", async () => {
  const mediaUrl = ({ publicId }: { readonly publicId: unknown }) => `https://proxy.example/${String(publicId)}`;
  const files = await readZip((await testExporter(archive({ policy: policyOf({ mediaUrl }) }))).bytes);
  expect(files.get("multimedia.txt")?.match(/https:\/\/proxy\.example\/[0-9a-f]{32}/g)).toHaveLength(3);
  expect(files.get("multimedia.txt")).toContain("open/4.jpg");
  expect(files.get("multimedia.txt")).not.toContain("secret/");
});

test("dates are as coarse as the policy says, and text that is no date is left out", async () => {
  const odd = ROWS.map((row) => (row.id === 73 ? { ...row, day: "2024 at Oak 14" } : row));
  const { text } = await testExporter(rows({ source: sourceOf(odd), policy: policyOf({ dates: "month" }) }));
  expect(text).toContain(",2024-06,");
  expect(text).not.toMatch(/2024-06-|Oak 14/);
});

test("a column without a term is empty in sensitive rows alone", async () => {
  const columns = [...COLUMNS, { name: "tree", value: ({ visit }: Sighting) => `tree of ${visit}` }];
  const { text } = await testExporter(rows({ format: csv(columns) }));
  expect(text.match(/tree of .*/g)).toHaveLength(1);
});

test("a listed station is sensitive, whether its id is a number or its text", async () => {
  const columns = [
    ...COLUMNS,
    {
      name: "station",
      term: "http://rs.tdwg.org/dwc/terms/locationID",
      value: ({ id }: Sighting) => (id < 74 ? "12" : "13"),
    },
  ];
  const { text } = await testExporter(
    rows({ format: csv(columns), policy: policyOf({ taxa: [], stations: [{ id: 12 }] }) }),
  );
  expect(text).not.toMatch(PLACES);
  expect(text).toContain("46.9051");
});

describe("a policy that cannot act is refused at construction", () => {
  const without = (...terms: string[]) => COLUMNS.filter(({ term }) => !terms.includes(term));
  test.each([
    ["dwc:scientificName, since it names taxa", without("dwc:scientificName"), {}],
    ["dwc:taxonID, since it lists ids of taxa", COLUMNS, { taxa: [{ id: 5 }] }],
    ["dwc:locationID, since it lists stations", COLUMNS, { stations: [{ id: 5 }] }],
    ["dwc:locationID or dwc:eventID", without("dwc:eventID"), {}],
    ["both dwc:decimalLatitude and dwc:decimalLongitude", without("dwc:decimalLongitude"), {}],
    ["dwc:scientificName", COLUMNS.map(({ name, value }) => ({ name, value })), {}],
  ])("needs %s", (terms, columns, changes) => {
    expect(() => rows({ format: csv(columns as typeof COLUMNS), policy: policyOf(changes) })).toThrow(terms);
  });

  test("over a format of the host's own without columns", () => {
    const { withColumns: _, ...format } = csv(COLUMNS);
    expect(() => rows({ format })).toThrow("takes no sensitivity policy");
  });

  test("in an archive", () => {
    expect(() => archive({ extensions: [PHOTOS], policy: policyOf() })).toThrow("dwc:scientificName");
    const core = {
      rowType: "Event",
      fields: [
        ...VISIT_FIELDS.filter(({ term }) => term !== "dwc:locality"),
        { term: "dwc:locality", default: "Oak 14" },
      ],
    };
    expect(() => archive({ core, policy: policyOf() } as never)).toThrow("dwc:locality takes no default");
  });
});
