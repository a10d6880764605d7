import { createHash } from "node:crypto";
import { gzip } from "../packages/gzip.js";
import { openSpoolFile } from "../packages/spool-file.js";
import type { Spool } from "../packages/spool.js";
import { zip, type ZipEntry } from "../packages/zip.js";
import type { TableTexts } from "./package-rows.js";
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
  { tables, texts, compress, descriptor }: PackageContents,
  spool: Spool,
): AsyncGenerator<Uint8Array, void, undefined> {
  const plain = await spoolTables(tables, texts, spool);
  const files = compress === undefined ? plain : await compressTables(plain, spool);
  const text = `${JSON.stringify(descriptor(files), null, 2)}\n`;
  const entries: ZipEntry[] = [{ name: DESCRIPTOR, chunks: whole(text) }];
  for (const { path } of files) entries.push({ name: path, chunks: spool.read(path) });
  yield* zip(entries);
}

async function spoolTables(
  tables: readonly PackageTable[],
  texts: AsyncIterable<TableTexts>,
  spool: Spool,
): Promise<readonly WrittenTable[]> {
  const open = tables.map((table) => ({
    ...{ table, path: pathOf(table), file: openSpoolFile(spool, pathOf(table)) },
    ...{ hash: createHash("sha256"), bytes: 0 },
  }));
  const add = (one: (typeof open)[number], text: string) => {
    one.bytes += Buffer.byteLength(text);
    one.hash.update(text);
    return one.file.add(text);
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
  return open.map(({ table, path, bytes, hash }) => ({ table, path, bytes, sha256: hash.digest("hex") }));
}

async function compressTables(files: readonly WrittenTable[], spool: Spool): Promise<readonly WrittenTable[]> {
  const compressed: WrittenTable[] = [];
  for (const { table, path: plain } of files) {
    const path = `${plain}.gz`;
    const hash = createHash("sha256");
    let bytes = 0;
    const chunks = counted(gzip(spool.read(plain)), (chunk) => {
      hash.update(chunk);
      bytes += chunk.byteLength;
    });
    await spool.write(path, chunks);
    compressed.push({ table, path, bytes, sha256: hash.digest("hex"), compression: "gz" });
  }
  return compressed;
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

async function* whole(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text);
}
