import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { createDwcTable } from "../../../src/dwca/tables/dwc-table.js";
import { readArchive } from "../../../src/dwca/reader/read-archive.js";
import { ScratchFile } from "../../../src/dwca/reader/scratch-file.js";
import { SortedRuns } from "../../../src/dwca/reader/sorted-runs.js";
import { compareTexts } from "../../../src/dwca/reader/read-stars.js";
import { writeArchive } from "../../../src/dwca/writer/write-archive.js";
import { besideProject } from "../../support/beside-project.js";
import { collect } from "../../support/collect.js";
import { archiveOf, changed, SOUND_FILES, without, withCell } from "../archives/sound-archive.js";
import { entriesOf } from "../archives/sound-archive.js";
import { rawZip } from "../archives/raw-zip.js";
import { createMemorySpool } from "../writer/memory-spool.js";

const DWC = "http://rs.tdwg.org/dwc/terms/";

test("rows come by term, with the ids, files and lines where they stand", async () => {
  await using archive = await readArchive(archiveOf(SOUND_FILES));
  const [first] = await collect(archive.core.rows({ terms: ["eventDate", `${DWC}countryCode`, "locality"] }));
  expect(first).toEqual({
    id: "e1",
    file: "event.txt",
    line: 2,
    values: { eventDate: "2023-06-18/2023-06-19", [`${DWC}countryCode`]: "GB", locality: "" },
  });
  expect(archive.extensions.map(({ rowType }) => rowType)).toEqual([
    `${DWC}Occurrence`,
    "http://rs.gbif.org/terms/1.0/Multimedia",
  ]);
  expect(archive.table(`${DWC}Taxon`)).toBeUndefined();
  expect(await archive.metadata()).toContain("<title>Moths of the night</title>");
});

test("the terms that are named are the members of the values", async () => {
  await using archive = await readArchive(archiveOf(SOUND_FILES));
  for await (const row of archive.core.rows({ terms: ["eventID", "year"] }))
    expectTypeOf(row.values).toEqualTypeOf<Readonly<Record<"eventID" | "year", string>>>();
});

test("a name that two terms end in must be an IRI", async () => {
  const files = changed("meta.xml", `${DWC}year`, "http://purl.org/dc/elements/1.1/references");
  await using archive = await readArchive(archiveOf(files));
  await expect(collect(archive.core.rows({ terms: ["references"] }))).rejects.toThrow(TypeError);
});

test("rows may be read by one again, by two at once, and left early", async () => {
  await using archive = await readArchive(archiveOf(SOUND_FILES));
  for await (const _ of archive.core.rows()) break;
  const [one, two] = await Promise.all([collect(archive.core.rows()), collect(archive.core.rows())]);
  expect(one).toEqual(two);
  expect(one.length).toBe(2);
});

test("a folder within the zip is taken for the root", async () => {
  const entries = entriesOf(SOUND_FILES).map((entry) => ({ ...entry, name: `moths/${String(entry.name)}` }));
  await using archive = await readArchive(rawZip([...entries, { name: "__MACOSX/._meta.xml", data: "x" }]));
  expect((await collect(archive.core.rows())).length).toBe(2);
});

test("without meta.xml, one file is read whose header names terms", async () => {
  for (const separator of ["\t", ","]) {
    const text = `occurrenceID,colour,scientificName,${DWC}year\no1,red,"Noctua, pronuba",2023\n`;
    const data = separator === "," ? text : text.replaceAll('"', "").replace(", p", " p").replaceAll(",", "\t");
    await using archive = await readArchive(archiveOf({ "moths.csv": data, "eml.xml": "<eml/>" }));
    expect(archive.core).toMatchObject({
      rowType: `${DWC}Occurrence`,
      terms: [`${DWC}occurrenceID`, `${DWC}scientificName`, `${DWC}year`],
    });
    const [row] = await collect(archive.core.rows({ terms: ["scientificName", "year"] }));
    expect(row).toMatchObject({ id: "o1", values: { year: "2023" } });
    expect(await archive.metadata()).toBe("<eml/>");
  }
});

describe("an archive that is not as it is described", () => {
  const cases = [
    ["no zip", Buffer.from("no zip"), "DWCA_UNREADABLE"],
    ["no meta.xml and many files", archiveOf(without("meta.xml")), "DWCA_META_XML_NOT_FOUND"],
    ["a header of no terms", archiveOf({ "moths.csv": "a,b\n1,2\n" }), "CORE_ROWTYPE_UNDETERMINED"],
    ["a broken meta.xml", archiveOf(changed("meta.xml", "</archive>", "")), "DWCA_META_XML_SCHEMA"],
    ["an absent table", archiveOf(without("event.txt")), "UNREADABLE_SECTION_ERROR"],
  ] as const;

  test.each(cases)("%s: is refused when it is opened", async (_name, bytes, code) => {
    await expect(readArchive(bytes)).rejects.toMatchObject({ code: "ARCHIVE_INVALID", details: [{ code }] });
  });

  test("a row of too few columns is refused where it stands, without its values", async () => {
    await using archive = await readArchive(archiveOf(changed("event.txt", "\thttps://example.org/e1", "")));
    const reading = collect(archive.core.rows());
    await expect(reading).rejects.toMatchObject({
      code: "ARCHIVE_INVALID",
      details: [{ path: ["event.txt", 2], code: "COLUMN_MISMATCH" }],
    });
  });

  test("a file that does not exist is Node's own error", async () => {
    await expect(readArchive("/no/such/file.zip")).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("stars", () => {
  test("join each row of the core with its rows, whatever the order of the files", async () => {
    const rows = String(SOUND_FILES["occurrence.txt"]).split("\n");
    const reversed = [rows[0], rows[2], rows[1], ""].join("\n");
    await using archive = await readArchive(archiveOf({ ...SOUND_FILES, "occurrence.txt": reversed }));
    const stars = await collect(archive.stars());
    expect(
      stars.map(({ core, extensions }) => [core.id, ...[...extensions.values()].map((list) => list.length)]),
    ).toEqual([
      ["e1", 1, 1],
      ["e2", 1, 0],
    ]);
  });

  test.each([
    ["an orphan", changed("occurrence.txt", "e2\t", "e9\t"), "RECORD_REFERENTIAL_INTEGRITY_VIOLATION"],
    ["an orphan before all", changed("occurrence.txt", "e2\t", "a\t"), "RECORD_REFERENTIAL_INTEGRITY_VIOLATION"],
    ["an id twice", withCell("event.txt", "eventID", "e1", 2), "RECORD_NOT_UNIQUELY_IDENTIFIED"],
  ])("refuse %s", async (_name, files, code) => {
    await using archive = await readArchive(archiveOf(files));
    await expect(collect(archive.stars())).rejects.toMatchObject({ code: "ARCHIVE_INVALID", details: [{ code }] });
  });

  test("refuse a star that is larger than the caller can hold", async () => {
    await using archive = await readArchive(archiveOf(SOUND_FILES));
    await expect(collect(archive.stars({ maxRows: 1 }))).rejects.toMatchObject({ details: [{ code: "ROW_LIMIT" }] });
  });
});

test("texts that do not fit are sorted by way of a file, and equal keys keep their order", () => {
  using scratch = new ScratchFile();
  const sorted = new SortedRuns<string>(scratch, compareTexts);
  const rows = Array.from({ length: 60_000 }, (_row, index) => ({
    key: `k${(index * 7_919) % 30_000}`,
    text: `${index} ${"ä".repeat(300)}`,
  }));
  for (const { key, text } of rows) sorted.add(key, text);
  const expected = rows.toSorted((a, b) => compareTexts(a.key, b.key));
  expect(scratch.size).toBeGreaterThan(20_000_000);
  for (let reading = 0; reading < 2; reading += 1) expect([...sorted.read()]).toEqual(expected);
});

describe("a round trip", () => {
  const NAUGHTY = [
    "plain",
    "Ñandú 🦋",
    '"quoted"',
    "it's; -- <b>&amp;</b>",
    "=1+1",
    "\\N",
    "null",
    "__proto__",
    "\u202e right to left \u200b",
    "\\t\\n",
    ", | ;",
    "\ufeffmark",
  ];

  test("gives what the source held", async () => {
    const table = createDwcTable<{ id: number; name: string }>({
      file: "event.txt",
      rowType: `${DWC}Event`,
      id: `${DWC}eventID`,
      fields: [
        { term: `${DWC}eventID`, value: ({ id }) => id },
        { term: `${DWC}locality`, value: ({ name }) => name },
      ],
    });
    const rows = NAUGHTY.map((name, id) => ({ id, name }));
    const chunks = writeArchive(
      {
        context: undefined,
        core: table,
        coreRows: (async function* () {
          yield rows;
        })(),
        extensions: [],
        items: (async function* () {})(),
        metadata: () => EML,
      },
      {
        spool: createMemorySpool(),
        warn: () => undefined,
        compareIds: (a, b) => Number(a) - Number(b),
        onCoreRow: () => undefined,
        onItem: () => undefined,
        onItemError: (error) => {
          throw error;
        },
      },
    );
    await using archive = await readArchive(Buffer.concat(await collect(chunks)));
    const read = await collect(archive.core.rows({ terms: ["locality"] }));
    expect(read.map(({ values }) => values.locality)).toEqual(NAUGHTY.map((name) => name.trim()));
  });
});

const EML = {
  packageId: "p",
  title: "Moths of the night",
  creators: [{ organizationName: "The Museum" }],
  metadataProviders: [],
  pubDate: "2024-01-01",
  language: "en",
  abstract: "Moths that came to the light of a trap with a camera.",
  keywordSets: [],
  license: null,
  coverage: { geographic: null, temporal: null, taxa: [] },
  contacts: [{ organizationName: "The Museum" }],
  methods: null,
} as const;

const folder = besideProject("dwca/cases");

describe.skipIf(folder.absent !== null)(
  `archives of public test suites${folder.absent ? `: ${folder.absent}` : ""}`,
  () => {
    const names = folder.absent === null ? readdirSync(folder.path).filter((name) => name.endsWith(".zip")) : [];

    test.each(names)("%s is read, or refused with a code", async (name) => {
      try {
        await using archive = await readArchive(join(folder.path, name));
        for (const table of [archive.core, ...archive.extensions]) await collect(table.rows());
      } catch (error) {
        expect(error).toMatchObject({ code: "ARCHIVE_INVALID", details: [{ code: expect.any(String) }] });
      }
    });
  },
);
