import { describe, expect, test } from "vitest";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { readZip } from "../read-zip.js";
import {
  eventArchive,
  METADATA,
  type Options,
  PHOTOS,
  SIGHTING,
  SIGHTINGS,
  SIGHTINGS_TABLE,
  sourceOf,
  VISIT,
} from "./meadow.js";

async function filesOf(exporter: ReturnType<typeof eventArchive>, options = {}) {
  const { record, bytes } = await testExporter(exporter, { options });
  expect(record.error).toBeNull();
  return { record, files: await readZip(bytes) };
}

test("each row is a core row of an occurrence core", async () => {
  const exporter = eventArchive({
    core: { rowType: "Occurrence", fields: [...SIGHTING, ...VISIT] },
    extensions: [PHOTOS],
  });
  const { record, files } = await filesOf(exporter);
  expect([...files.keys()]).toEqual(["occurrence.txt", "multimedia.txt", "meta.xml", "eml.xml"]);
  expect(files.get("occurrence.txt")?.split("\n")[1]).toBe(
    "urn:meadow:sighting:1\tAglais io\tspecies\turn:meadow:visit:a\t2024-06-18\t47.3\t8.5",
  );
  expect(files.get("multimedia.txt")).toBe(
    "coreid\tidentifier\nurn:meadow:sighting:1\t1.jpg\nurn:meadow:sighting:1\t2.jpg\nurn:meadow:sighting:3\t3.jpg\n",
  );
  expect(record).toMatchObject({ recordCount: 3, contentType: "application/zip" });
});

test("consecutive rows with one event make one core row", async () => {
  const { files } = await filesOf(eventArchive());
  expect(files.get("event.txt")?.trimEnd().split("\n")).toHaveLength(3);
  expect(files.get("occurrence.txt")).toContain("urn:meadow:visit:a\turn:meadow:sighting:2\tVanessa cardui");
});

test("rows that share a core id without `of` are refused, since a core row would be lost", async () => {
  const { record } = await testExporter(eventArchive({ core: { rowType: "Event", fields: VISIT } }));
  expect(record.error).toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE", details: [{ code: "repeated_id" }] });
});

test("a row of an extension without its core row is named by file and key", async () => {
  const core = {
    rowType: "Event",
    fields: VISIT,
    rows: async function* () {
      yield SIGHTINGS.slice(0, 1);
    },
  };
  const extension = { ...SIGHTINGS_TABLE, fields: [VISIT[0]!, ...SIGHTING] };
  const { record } = await testExporter(eventArchive({ core, extensions: [extension] }));
  expect(record.error).toMatchObject({
    code: "FILE_CHECK_FAILED",
    details: [{ path: ["occurrence.txt", 3], code: "orphaned_row", message: expect.stringContaining("visit:b") }],
  });
});

test("core rows that are read by themselves know the scope", async () => {
  const scopes: unknown[] = [];
  const core = {
    rowType: "Event",
    fields: VISIT,
    rows: async function* (_snapshot: unknown, _query: unknown, { scope }: { readonly scope: unknown }) {
      scopes.push(scope);
      yield SIGHTINGS.filter(({ id }) => id !== 2);
    },
  };
  const extension = { ...SIGHTINGS_TABLE, fields: [VISIT[0]!, ...SIGHTING] };
  await testExporter(eventArchive({ core, extensions: [extension] }), { projectId: 7 });
  expect(scopes).toMatchObject([{ projectId: 7 }]);
});

test("core rows may be read by themselves, so that an event without occurrences is written", async () => {
  const visits = [...SIGHTINGS.filter(({ id }) => id !== 2), { ...SIGHTINGS[0]!, visit: "c" }];
  const exporter = eventArchive({
    core: {
      rowType: "Event",
      fields: VISIT,
      rows: async function* () {
        yield visits;
      },
    },
    extensions: [{ ...SIGHTINGS_TABLE, fields: [VISIT[0]!, ...SIGHTING] }],
  });
  const { files } = await filesOf(exporter);
  expect(files.get("event.txt")?.trimEnd().split("\n")).toHaveLength(4);
  expect(files.get("occurrence.txt")?.trimEnd().split("\n")).toHaveLength(4);
});

test("coverage is what the cells say: rounded coordinates, dates, names", async () => {
  const { files } = await filesOf(eventArchive());
  const eml = files.get("eml.xml") ?? "";
  expect(eml).toContain("<northBoundingCoordinate>47.3</northBoundingCoordinate>");
  expect(eml).toContain("<southBoundingCoordinate>46.9</southBoundingCoordinate>");
  expect(eml).not.toContain("47.251");
  expect(eml).toContain("<calendarDate>2024-07-02</calendarDate>");
  expect(eml).toContain("<taxonRankValue>Vanessa cardui</taxonRankValue>");
  expect(eml).toContain("<pubDate>2024-09-01</pubDate>");
});

test("a request chooses extensions", async () => {
  const { files } = await filesOf(eventArchive(), { extensions: ["occurrence"] });
  expect([...files.keys()]).toEqual(["event.txt", "occurrence.txt", "meta.xml", "eml.xml"]);
  await expect(testExporter(eventArchive(), { options: { extensions: ["sound"] } })).rejects.toMatchObject({
    code: "INVALID_OPTIONS",
  });
});

test("rows of an event that do not follow one another fail the export in a sentence that says so", async () => {
  const rows = [...SIGHTINGS, { ...SIGHTINGS[0]!, id: 4 }];
  const { record } = await testExporter(eventArchive({ source: sourceOf(rows) }));
  expect(record.error).toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE", details: [{ code: "split_rows" }] });
  expect(record.error?.message).toContain("do not follow one another");
});

test("an archive without rows is an archive, with a warning", async () => {
  const { record, files } = await filesOf(eventArchive({ source: sourceOf([]) }));
  expect(record.warnings).toEqual([{ code: "NO_ROWS", count: 1, sample: null }]);
  expect(files.get("event.txt")?.trimEnd().split("\n")).toHaveLength(1);
});

test("ids made of text are percent-encoded", async () => {
  const rows = [{ ...SIGHTINGS[0]!, visit: "Étang aux nénuphars, 1" }];
  const { files } = await filesOf(eventArchive({ source: sourceOf(rows) }));
  expect(files.get("event.txt")).toContain("urn:meadow:visit:%C3%89tang%20aux%20n%C3%A9nuphars%2C%201\t");
});

describe("metadata", () => {
  test("that is incomplete is refused when a request is checked, with everything that is missing", async () => {
    const exporter = eventArchive({ metadata: { title: "short" } });
    await expect(testExporter(exporter)).rejects.toMatchObject({
      code: "METADATA_INCOMPLETE",
      details: ["title", "abstract", "creators", "contacts", "license"].map((name) => ({ path: ["metadata", name] })),
    });
  });

  test("may come from the snapshot, and fails the export when it has changed since", async () => {
    let asked = 0;
    const metadata = () => ((asked += 1) <= 1 ? METADATA : { ...METADATA, license: "" });
    const { record } = await testExporter(eventArchive({ metadata }));
    expect(record).toMatchObject({ status: "failed", error: { code: "METADATA_INCOMPLETE" } });
  });

  test("of a function with a key that EML does not have is refused when a request is checked", async () => {
    const metadata = () => ({ ...METADATA, email: "ada@example.org" });
    await expect(testExporter(eventArchive({ metadata }))).rejects.toMatchObject({ code: "METADATA_INCOMPLETE" });
  });

  test("without any date fails, since nothing gives the date of publication", async () => {
    const { updatedAt: _, ...undated } = METADATA;
    const { record } = await testExporter(eventArchive({ metadata: undated }));
    expect(record.error?.details).toMatchObject([{ path: ["metadata", "pubDate"] }]);
  });
});

test.each<[string, Partial<Options>, string]>([
  ["a core without its id field", { core: { rowType: "Event", fields: VISIT.slice(1) } }, "no column for its id"],
  ["a term that is there twice", { core: { rowType: "Event", fields: [...VISIT, VISIT[1]!] } }, "twice"],
  [
    "an unknown term",
    { core: { rowType: "Event", fields: [...VISIT, { term: "dwc:eventdate", value: () => "" }] } },
    "eventDate",
  ],
  [
    "a misspelt term",
    { core: { rowType: "Event", fields: [...VISIT, { term: "dwc:samplingProtocl", value: () => "" }] } },
    'Perhaps "dwc:samplingProtocol"?',
  ],
  [
    "a term with an unknown prefix",
    { core: { rowType: "Event", fields: [...VISIT, { term: "dcterm:license", value: () => "" }] } },
    'Perhaps "dcterms"? Known prefixes: dwc, dcterms',
  ],
  ["a misspelt row type", { core: { rowType: "Occurence", fields: VISIT } }, 'Perhaps "Occurrence"?'],
  ["an unknown row type", { core: { rowType: "Sighting", fields: VISIT } }, 'There is no row type "Sighting".'],
  ["a row type that is no core", { core: { rowType: "Multimedia", fields: VISIT } }, "needs `id`"],
  ["an unknown row type of an extension", { extensions: [{ ...PHOTOS, rowType: "Photo" }] as never }, '"Photo"'],
  [
    "an extension without its core id, beside core rows of their own",
    { core: { rowType: "Event", fields: VISIT, rows: async function* () {} } },
    "needs `coreId`",
  ],
  ["two tables of one row type", { extensions: [PHOTOS, { ...PHOTOS, file: "more.txt" }] as never }, "row type"],
  ["a namespace that is none", { namespace: "my survey" }, "RFC 8141"],
  ["metadata that EML cannot hold", { metadata: { pubDate: "yesterday" } }, "EML"],
])("%s is refused at construction", (_what, changes, message) => {
  expect(() => eventArchive(changes)).toThrow(TypeError);
  expect(() => eventArchive(changes)).toThrow(message);
});

// cspell:ignore eventdate dcterm Occurence Protocl
