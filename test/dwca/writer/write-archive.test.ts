import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExportError } from "../../../src/contracts/export-error.js";
import type { ArchiveContents, ArchivePorts } from "../../../src/dwca/writer/archive-contents.js";
import { createDwcTable } from "../../../src/dwca/tables/dwc-table.js";
import type { EmlDocument } from "../../../src/dwca/metadata/eml-document.js";
import { NAMESPACES } from "../../../src/values/namespaces.js";
import { writeArchive } from "../../../src/dwca/writer/write-archive.js";
import { collect } from "../../support/collect.js";
import { createMemorySpool } from "./memory-spool.js";
import { readZip } from "../read-zip.js";

const { dwc, dcterms, eco, gbif, obis } = NAMESPACES;

const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
beforeEach(() => void process.on("unhandledRejection", note).on("uncaughtException", note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note).off("uncaughtException", note);
  expect(uncaught.splice(0)).toEqual([]);
});

interface Night {
  readonly id: number;
}
interface Moth {
  readonly id: number;
  readonly night: number;
  readonly photos: readonly string[];
  readonly locality?: () => string;
}
interface Photo {
  readonly night: number;
  readonly url: string;
}
type Contents = Extract<ArchiveContents<Night, Moth, string>, { readonly coreRowOf?: undefined }>;
type Ports = ArchivePorts<Night, Moth>;

const CORE = createDwcTable<Night, string>({
  file: "event.txt",
  rowType: `${dwc}Event`,
  id: `${dwc}eventID`,
  fields: [{ term: `${dwc}eventID`, value: ({ id }, prefix) => `${prefix}${id}` }],
});
const MOTHS = createDwcTable<Moth, string>({
  file: "occurrence.txt",
  rowType: `${dwc}Occurrence`,
  id: `${dwc}eventID`,
  fields: [
    { term: `${dwc}eventID`, value: ({ night }, prefix) => `${prefix}${night}` },
    { term: `${dwc}occurrenceID`, value: ({ id }) => `moth:${id}`, identifies: true },
    { term: `${dwc}locality`, value: ({ locality }) => locality?.() },
  ],
});
const PHOTOS = createDwcTable<Photo, string>({
  file: "multimedia.txt",
  rowType: `${gbif}Multimedia`,
  id: ({ night }, prefix) => `${prefix}${night}`,
  fields: [{ term: `${dcterms}identifier`, value: ({ url }) => url }],
});
const SCORES = createDwcTable<Moth, string>({
  file: "emof.txt",
  rowType: `${obis}ExtendedMeasurementOrFact`,
  id: ({ night }, prefix) => `${prefix}${night}`,
  fields: [{ term: `${dwc}measurementValue`, value: ({ id }) => id / 10 }],
});
const DOCUMENT: EmlDocument = {
  packageId: "",
  title: "Moths of the ridge",
  creators: [{ organizationName: "The Ridge" }],
  metadataProviders: [],
  pubDate: "2023-10-01",
  language: "en",
  abstract: "Moths of a ridge, night by night.",
  keywordSets: [],
  license: null,
  coverage: { geographic: null, temporal: null, taxa: [] },
  contacts: [{ organizationName: "The Ridge" }],
  methods: null,
};

const NIGHTS: readonly Night[] = [{ id: 1 }, { id: 2 }, { id: 10 }];
const OF_NIGHTS: readonly Moth[] = [
  { id: 3, night: 1, photos: ["a.jpg", "b.jpg"] },
  { id: 4, night: 1, photos: [] },
  { id: 1, night: 10, photos: ["c.jpg"] },
];

async function* batched<Row>(rows: readonly Row[], size = 2): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

async function* failing<Row>(rows: readonly Row[], error: unknown): AsyncGenerator<readonly Row[]> {
  yield rows;
  throw error;
}

/** An archive of nights and moths, parts of it replaced. */
function archive(contents: Partial<Contents> = {}, ports: Partial<Ports> = {}): AsyncGenerator<Uint8Array> {
  return writeArchive<Night, Moth, string>(
    {
      context: "night:",
      core: CORE,
      coreRows: batched(NIGHTS),
      extensions: [
        { table: MOTHS, rows: (moth) => [moth] },
        { table: PHOTOS, rows: ({ night, photos }: Moth) => photos.map((url) => ({ night, url })) },
        { table: SCORES, rows: (moth) => [moth] },
      ],
      items: batched(OF_NIGHTS),
      metadata: (contentHash) => ({ ...DOCUMENT, packageId: contentHash }),
      ...contents,
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
      ...ports,
    },
  );
}

const read = async (bytes: AsyncIterable<Uint8Array>) => readZip(Buffer.concat(await collect(bytes)));

test("one pass over the items fills every extension", async () => {
  const files = await read(archive());
  expect([...files.keys()]).toEqual([
    "event.txt",
    "occurrence.txt",
    "multimedia.txt",
    "emof.txt",
    "meta.xml",
    "eml.xml",
  ]);
  expect(files.get("event.txt")).toBe("eventID\nnight:1\nnight:2\nnight:10\n");
  expect(files.get("occurrence.txt")).toBe(
    "eventID\toccurrenceID\tlocality\nnight:1\tmoth:3\t\nnight:1\tmoth:4\t\nnight:10\tmoth:1\t\n",
  );
  expect(files.get("multimedia.txt")).toBe("coreid\tidentifier\nnight:1\ta.jpg\nnight:1\tb.jpg\nnight:10\tc.jpg\n");
  expect(files.get("emof.txt")).toBe("coreid\tmeasurementValue\nnight:1\t0.3\nnight:1\t0.4\nnight:10\t0.1\n");
});

test("extensions of core rows are written with them, and take their ids", async () => {
  const effort = createDwcTable<Night, string>({
    file: "humboldt.txt",
    rowType: `${eco}Event`,
    id: null,
    fields: [{ term: `${eco}siteCount`, value: ({ id }) => id * 2 }],
  });
  const coreExtensions = [{ table: effort, rows: (night: Night) => (night.id === 2 ? [] : [night]) }];
  const humboldt = "coreid\tsiteCount\nnight:1\t2\nnight:10\t20\n";
  const rows: unknown[] = [];
  const twice = await read(archive({ coreExtensions }, { onRow: (table) => void rows.push(table.file) }));
  expect(twice.get("humboldt.txt")).toBe(humboldt);
  expect(rows.filter((file) => file === "humboldt.txt")).toHaveLength(2);
  const coreRowOf = ({ night }: Moth): Night => ({ id: night });
  const once = await read(archive({ coreExtensions, coreRows: undefined, coreRowOf, sharesCoreRows: true } as never));
  expect(once.get("humboldt.txt")).toBe(humboldt);
  expect([...once.keys()].slice(0, 5)).toEqual([...twice.keys()].slice(0, 5));
  const bad = [{ table: effort, rows: () => [{ id: Number.NaN }] }];
  await expect(collect(archive({ coreExtensions: bad }))).rejects.toMatchObject({ code: "ROW_ENCODING" });
});

test("a row with a key is written once for its core row, unless its first item is left out", async () => {
  const items: Moth[] = [
    { id: 1, night: 1, photos: ["a.jpg", "a.jpg", "b.jpg"] },
    { id: 2, night: 1, photos: ["b.jpg", "c.jpg", "bad"] },
    { id: 3, night: 1, photos: ["c.jpg", "a.jpg"] },
    { id: 1, night: 2, photos: ["a.jpg"] },
  ];
  const table = createDwcTable<string, string>({
    file: "multimedia.txt",
    rowType: `${gbif}Multimedia`,
    id: null,
    fields: [{ term: `${dcterms}identifier`, value: (url) => (url === "bad" ? Number.NaN : url) }],
  });
  const extensions = [{ table, rows: ({ photos }: Moth) => photos, key: (url: string) => url }] as const;
  const contents: Partial<Contents> = { items: batched(items), extensions, coreIdOf: ({ night }) => `night:${night}` };
  const files = await read(archive(contents, { onItemError: () => undefined }));
  expect(files.get("multimedia.txt")).toBe(
    "coreid\tidentifier\nnight:1\ta.jpg\nnight:1\tb.jpg\nnight:1\tc.jpg\nnight:2\ta.jpg\n",
  );
});

test("the metadata is asked for last, with the hash of all tables' bytes", async () => {
  const seen: string[] = [];
  const files = await read(
    archive(
      { metadata: (contentHash) => (seen.push("metadata"), { ...DOCUMENT, packageId: contentHash }) },
      { onCoreRow: ({ id }) => void seen.push(`night ${id}`), onItem: ({ id }) => void seen.push(`moth ${id}`) },
    ),
  );
  expect(seen).toEqual(["night 1", "night 2", "night 10", "moth 3", "moth 4", "moth 1", "metadata"]);
  const tables = ["event.txt", "occurrence.txt", "multimedia.txt", "emof.txt"].map((name) => files.get(name)).join("");
  expect(files.get("eml.xml")).toContain(`packageId="${createHash("sha256").update(tables).digest("hex")}"`);
});

test("the size of batches changes no byte", async () => {
  const [one, many] = await Promise.all(
    [1, 100].map(async (size) =>
      collect(archive({ coreRows: batched(NIGHTS, size), items: batched(OF_NIGHTS, size) })),
    ),
  );
  expect(Buffer.concat(one ?? []).equals(Buffer.concat(many ?? []))).toBe(true);
});

test("no rows at all are an archive too, and so is a core alone", async () => {
  const empty = await read(archive({ coreRows: batched([]), items: batched([]) }));
  expect([empty.get("event.txt"), empty.get("multimedia.txt")]).toEqual(["eventID\n", "coreid\tidentifier\n"]);
  expect([...(await read(archive({ extensions: [] }))).keys()]).toEqual(["event.txt", "meta.xml", "eml.xml"]);
});

test.each<[string, Partial<Contents>, string]>([
  ["a core row twice", { coreRows: batched([{ id: 1 }, { id: 1 }]) }, "SOURCE_ORDER_NOT_UNIQUE"],
  ["core rows out of order", { coreRows: batched([{ id: 2 }, { id: 1 }]) }, "SOURCE_ORDER_NOT_UNIQUE"],
  [
    "an item twice",
    { items: batched([OF_NIGHTS[0], OF_NIGHTS[0]].flatMap((moth) => moth ?? [])) },
    "SOURCE_ORDER_NOT_UNIQUE",
  ],
  ["an item without its core row", { items: batched([{ id: 1, night: 7, photos: [] }]) }, "FILE_CHECK_FAILED"],
  ["items in another order than their core rows", { items: batched([...OF_NIGHTS].reverse()) }, "FILE_CHECK_FAILED"],
])("%s ends it", async (_name, contents, code) => {
  await expect(collect(archive(contents))).rejects.toMatchObject({ code });
});

test("an item that cannot be written is left out with all its rows, when the host wants it so", async () => {
  const poison: Moth = {
    id: 4,
    night: 1,
    photos: ["x.jpg"],
    locality: () => {
      throw new TypeError("poison");
    },
  };
  const items = () => batched([OF_NIGHTS[0], poison, OF_NIGHTS[2]].flatMap((moth) => moth ?? []));
  await expect(collect(archive({ items: items() }))).rejects.toMatchObject({
    code: "ROW_ENCODING",
    details: [{ path: ["occurrence.txt", 4, "locality"] }],
  });
  const errors: ExportError[] = [];
  const files = await read(archive({ items: items() }, { onItemError: (error) => void errors.push(error) }));
  expect(files.get("multimedia.txt")).not.toContain("x.jpg");
  expect(files.get("emof.txt")).toBe("coreid\tmeasurementValue\nnight:1\t0.3\nnight:10\t0.1\n");
  expect(errors).toHaveLength(1);
});

const BOOM = new RangeError("boom");

test.each<[string, () => AsyncGenerator<Uint8Array>]>([
  ["the core's rows", () => archive({ coreRows: failing(NIGHTS, BOOM) })],
  ["the items", () => archive({ items: failing(OF_NIGHTS, BOOM) })],
  [
    "the metadata",
    () =>
      archive({
        metadata: () => {
          throw BOOM;
        },
      }),
  ],
  [
    "the spool that writes",
    () => archive({}, { spool: { ...createMemorySpool(), write: () => Promise.reject(BOOM) } }),
  ],
  [
    "the spool that stops reading",
    () =>
      archive(
        {},
        {
          spool: {
            ...createMemorySpool(),
            async write(_name, chunks) {
              for await (const _chunk of chunks) throw BOOM;
            },
          },
        },
      ),
  ],
  [
    "the spool that reads",
    () => archive({}, { spool: { ...createMemorySpool(), read: () => failing([], BOOM) as never } }),
  ],
])("an error of %s passes as it is", async (_name, start) => {
  await expect(collect(start())).rejects.toBe(BOOM);
});

test("an iteration that begins is also ended when the reader stops early", async () => {
  let ended = 0;
  async function* endless(): AsyncGenerator<readonly Moth[]> {
    try {
      for (let id = 1; ; id += 500)
        yield Array.from({ length: 500 }, (_value, index) => ({
          id: id + index,
          night: 1,
          photos: [`${Math.imul(id + index, 48_271)}.jpg`],
        }));
    } finally {
      ended += 1;
    }
  }
  let kept = 0;
  const spool = createMemorySpool();
  const write = async (name: string, chunks: AsyncIterable<Uint8Array>) => {
    kept += 1;
    await spool.write(name, chunks).finally(() => (kept -= 1));
  };
  let chunks = 0;
  for await (const _chunk of archive({ items: endless() }, { spool: { ...spool, write } }))
    if ((chunks += 1) === 20) break;
  expect([ended, kept]).toEqual([1, 0]);
});

test("an unreadable eml.xml is refused before its bytes are given", async () => {
  const temporal = { begin: "2023-02-30", end: "2023-03-01" };
  const metadata = () => ({ ...DOCUMENT, packageId: "p", coverage: { geographic: null, temporal, taxa: [] } });
  await expect(read(archive({ metadata }))).rejects.toMatchObject({
    code: "ARCHIVE_INVALID",
    details: [{ path: ["eml.xml", expect.any(Number)], code: "EML_GBIF_SCHEMA" }],
  });
});
