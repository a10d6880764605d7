import { expect, test, vi } from "vitest";
import type { DwcaExporterOptions } from "../../../src/occurrences/archive/create-dwca-exporter.js";
import type { OccurrenceSource, ProjectDescription } from "../../../src/occurrences/model/occurrence-source.js";
import { BLANKS, METADATA } from "./dataset-metadata.js";
import { rowsOf, runArchive } from "./dwca-run.js";
import { ALL, exporter, sourceWith } from "./dwca-sources.js";

/** The fixture's occurrences, in a project described otherwise. */
const described = (facts: Partial<ProjectDescription>): OccurrenceSource =>
  sourceWith(({ project }) => ({ project: async () => ({ ...(await project()), ...facts }) }));

test("a rights holder or owner whose name is an address is neither a creator nor named in a row", async () => {
  const owned = await runArchive(
    exporter({ source: described({ rightsHolder: "holder@private.example", ownerName: "Ada" }) }),
    ALL,
  );
  expect(owned.files.get("eml.xml")).toContain("<surName>Ada</surName>");
  expect([...owned.files.values()].join("")).not.toContain("private.example");
  const source = described({ rightsHolder: null, ownerName: "owner@private.example" });
  await expect(runArchive(exporter({ source }), ALL)).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: [{ path: ["metadata", "creators"] }, { path: ["metadata", "contacts"] }],
  });
});

test("missing metadata are named at once, before any row is read", async () => {
  const source = sourceWith(() => ({
    batches: () => {
      throw new TypeError("rows were read");
    },
    events: () => {
      throw new TypeError("events were read");
    },
  }));
  const error = runArchive(exporter({ source }), { projectId: 2 });
  await expect(error).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: ["title", "abstract", "creators", "contacts", "license"].map((element) => ({
      path: ["metadata", element],
      code: "incomplete",
    })),
  });
});

test("a host's words take the place of the project's", async () => {
  const eml = (await runArchive(exporter({ metadata: METADATA }), ALL)).files.get("eml.xml");
  expect(eml).toContain("<title>Two ridges &lt;compared&gt; \uFFFD &amp; more</title>");
  expect(eml).toContain("<para>A second paragraph with \uFFFD and \uFFFD.</para>");
  expect(eml).toContain('<ulink url="http://creativecommons.org/licenses/by-nc/4.0/legalcode">');
  expect(eml).toContain("<surName>Nightingale</surName>");
});

test("a licence that GBIF does not accept is a warning; none at all may be asked for", async () => {
  const own = await runArchive(exporter({ metadata: { license: "https://example.org/terms" } }), ALL);
  expect(own.warnings).toMatchObject({ LICENSE_NOT_ACCEPTED: 1 });
  expect(own.files.get("eml.xml")).toContain('<ulink url="https://example.org/terms">');
  const none = await runArchive(exporter({ metadata: { license: "none" } }), ALL);
  expect(none.warnings).not.toHaveProperty("LICENSE_NOT_ACCEPTED");
  expect(none.files.get("eml.xml")).not.toContain("intellectualRights");
  expect(rowsOf(none.files, "event.txt")[0]).toMatchObject({ license: "" });
});

test("blank metadata count as not given", async () => {
  const eml = (await runArchive(exporter({ metadata: BLANKS }), ALL)).files.get("eml.xml") ?? "";
  expect(eml).toContain('<title>Één: "Ridge" 🦋</title>');
  expect(eml).toContain("<language>en</language>");
  expect(eml).not.toMatch(/<(\w+)[^>]*>\s*<\/\1>|<\w+\/>/);
});

test("a blank licence is not replaced by the project's", async () => {
  const blank = runArchive(exporter({ metadata: { license: " " } }), ALL);
  await expect(blank).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: [{ path: ["metadata", "license"] }],
  });
});

test("metadata that cannot be written as EML is refused with all that is wrong with it", () => {
  const metadata = {
    creators: [{ individualName: { givenName: "Ada", surName: "" } }],
    contacts: [],
    metadataProviders: [{}],
    keywordSets: [{ keywords: [""] }, { keywords: [] }],
    methods: { steps: [], sampling: { studyExtent: "A ridge.", samplingDescription: "" } },
    language: "Canadian English",
    pubDate: "2023-02-30",
    rights: "all",
  };
  expect(() => exporter({ metadata })).toThrow(TypeError);
  for (const place of [
    "creators[0].individualName.surName",
    "contacts",
    "metadataProviders",
    "keywordSets[0].keywords",
    "keywordSets[1]",
    "methods.steps",
    "methods.sampling.samplingDescription",
    "language",
    "pubDate",
    '"rights"',
  ]) {
    expect(() => exporter({ metadata })).toThrow(place);
  }
  expect(() => exporter({ metadata: { creators: [{ positionName: "Curator" }] } })).toThrow("creators[0]");
});

test("other rows or other metadata make another package, another day does not", async () => {
  const packageId = async (options: Partial<DwcaExporterOptions>, run = ALL) =>
    /packageId="([^"]+)"/.exec((await runArchive(exporter(options), run)).files.get("eml.xml") ?? "")?.[1];
  const first = await packageId({});
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-01-01T00:00:00Z") });
  try {
    expect(await packageId({})).toBe(first);
  } finally {
    vi.useRealTimers();
  }
  const others = [
    await packageId({ metadata: { abstract: "Moths of a ridge, told otherwise." } }),
    await packageId({ metadata: { pubDate: "2024-01-01" } }),
    await packageId({}, { filters: { event_id: 2, apply_defaults: false } } as typeof ALL),
  ];
  expect(new Set([first, ...others]).size).toBe(4);
});
