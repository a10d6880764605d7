import { createHash } from "node:crypto";
import { gzip } from "../packages/gzip.js";
import { openSpoolFile } from "../packages/spool-file.js";
import type { Spool } from "../packages/spool.js";
import { zip, type ZipEntry } from "../packages/zip.js";
import type { TableTexts } from "./package-rows.js";
import { withoutRepeats } from "./repeated-rows.js";
import { keysFileOf } from "./table-keys.js";
import { type PackageTable, pathOf } from "./package-table.js";

/** A table's file once it is written. */
export interface WrittenTable {
  readonly table: PackageTable;
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
  /** Whether the file is one of gzip; size and hash are of the file as it is. */
  readonly compression?: "gz";
}

/** The contents of a package. */
export interface PackageContents {
  /** In the order of the files. */
  readonly tables: readonly PackageTable[];
  /** The lines of tables, bit by bit. Read once. */
  readonly texts: AsyncIterable<TableTexts>;
  /** The keys of rows that come again, by tables, once all texts are read: of such rows the first is written. By default none does. */
  readonly repeated?: ReadonlyMap<string, ReadonlySet<string>>;
  /** A row that came again is left out. */
  onRepeat?(table: string, key: string): void;
  /** Makes every table's file one of gzip. */
  readonly compress?: "gzip" | undefined;
  /** Makes datapackage.json, once all rows are written. */
  descriptor(files: readonly WrittenTable[]): object;
}

/** Named so that no table's file is. */
const DESCRIPTOR = "datapackage.json";

/**
 * Writes a data package: datapackage.json, then a CSV file for each table. The same contents give the same bytes. Rows wait in the spool, so
 * that memory is bounded by a batch.
 */
export async function* writePackage(
  contents: PackageContents,
  spool: Spool,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { tables, texts, compress, descriptor } = contents;
  const whole = await spoolTables(tables, texts, spool);
  const plain = await eachOf(whole, (file) => withoutShared(file, contents, spool));
  const files = compress === undefined ? plain : await eachOf(plain, (file) => compressed(file, spool));
  const text = `${JSON.stringify(descriptor(files.map(({ file }) => file)), null, 2)}\n`;
  const entries: ZipEntry[] = [{ name: DESCRIPTOR, chunks: bytesOf(text) }];
  for (const { file, spooled } of files) entries.push({ name: file.path, chunks: spool.read(spooled) });
  yield* zip(entries);
}

/** A table's file, and its name in the spool. */
interface Spooled {
  readonly file: WrittenTable;
  readonly spooled: string;
}

async function eachOf<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

async function spoolTables(
  tables: readonly PackageTable[],
  texts: AsyncIterable<TableTexts>,
  spool: Spool,
): Promise<readonly Spooled[]> {
  const open = tables.map((table) => ({
    ...{ table, path: pathOf(table), file: openSpoolFile(spool, pathOf(table)) },
    ...{ hash: createHash("sha256"), bytes: 0 },
  }));
  const add = (one: (typeof open)[number], text: string) => {
    const bytes = Buffer.from(text);
    one.bytes += bytes.length;
    one.hash.update(bytes);
    return one.file.add(bytes);
  };
  try {
    for (const one of open) await add(one, headerOf(one.table));
    for await (const part of texts)
      await Promise.all(
        open.map((one) => (part.has(one.table.name) ? add(one, part.get(one.table.name) ?? "") : null)),
      );
    await Promise.all(open.map(({ file }) => file.close()));
  } finally {
    await Promise.all(open.map(({ file }) => file[Symbol.asyncDispose]()));
  }
  return open.map(({ table, path, bytes, hash }) => ({
    ...{ spooled: path, file: { table, path, bytes, sha256: hash.digest("hex") } },
  }));
}

/** The file without rows that came again. */
async function withoutShared(whole: Spooled, { repeated, onRepeat }: PackageContents, spool: Spool): Promise<Spooled> {
  const { table } = whole.file;
  const keys = repeated?.get(table.name);
  if (keys === undefined) return whole;
  const keyed = { rows: spool.read(whole.spooled), keys: spool.read(keysFileOf(table)) };
  const chunks = withoutRepeats(keyed, keys, (key) => onRepeat?.(table.name, key));
  const spooled = `${whole.spooled}.once`;
  return { spooled, file: { ...whole.file, ...(await spoolChunks(spooled, chunks, spool)) } };
}

async function compressed({ file, spooled: plain }: Spooled, spool: Spool): Promise<Spooled> {
  const path = `${file.path}.gz`;
  const written = await spoolChunks(path, gzip(spool.read(plain)), spool);
  return { spooled: path, file: { table: file.table, path, ...written, compression: "gz" } };
}

async function spoolChunks(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  spool: Spool,
): Promise<Pick<WrittenTable, "bytes" | "sha256">> {
  const hash = createHash("sha256");
  let bytes = 0;
  const count = (chunk: Uint8Array): void => {
    hash.update(chunk);
    bytes += chunk.byteLength;
  };
  await spool.write(name, counted(chunks, count));
  return { bytes, sha256: hash.digest("hex") };
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: (chunk: Uint8Array) => void) {
  for await (const chunk of chunks) {
    count(chunk);
    yield chunk;
  }
}

/** Names of fields need no quotes. */
function headerOf({ fields }: PackageTable): string {
  return `${fields.map(({ name }) => name).join(",")}\r\n`;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text);
}
