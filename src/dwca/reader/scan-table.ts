import type { Found } from "../checks/found.js";
import { columnsOf, type Dialect, type MappedTable } from "./archive-descriptor.js";
import type { ArchiveEntries } from "./archive-entries.js";
import { DamagedEntry, type OnBytes } from "./read-entry.js";
import { RowScanner, type ScannedRow } from "./row-scanner.js";

/** A visitor of the rows of a table. */
export interface RowVisitor {
  /** A line at the head of a file that is not data. */
  header(row: ScannedRow, file: string): void;
  row(row: ScannedRow, file: string): void;
}

/** The parts of a scan beside its visitor. */
export interface ScanOptions {
  /** Takes what keeps a file from being read to its end. */
  readonly found: Found;
  readonly onBytes?: OnBytes | undefined;
}

/**
 * Gives the rows of a table's files, in their order, to a visitor. Each step of the iteration is one piece of a file.
 *
 * @returns false when a file could not be read to its end; the issue was found.
 */
export async function* scanTable(
  archive: ArchiveEntries,
  table: MappedTable,
  visitor: RowVisitor,
  options: ScanOptions,
): AsyncGenerator<void, boolean, undefined> {
  let sound = true;
  for (const file of table.files) {
    const read = archive.entries.has(file) && (yield* scanFile(archive, { file, table, visitor, options }));
    sound &&= read;
  }
  return sound;
}

interface FileScan {
  readonly file: string;
  readonly table: MappedTable;
  readonly visitor: RowVisitor;
  readonly options: ScanOptions;
}

async function* scanFile(archive: ArchiveEntries, scan: FileScan): AsyncGenerator<void, boolean, undefined> {
  const { file, table, visitor, options } = scan;
  const cells = Math.max(columnsOf(table), FEW_CELLS) + 1;
  const scanner = new RowScanner(table.dialect, { bytes: archive.limits.row, cells });
  let heads = table.dialect.headerLines;
  const onRow = (row: ScannedRow): void => {
    if (heads === 0) return visitor.row(row, file);
    heads -= 1;
    visitor.header(row, file);
  };
  try {
    for await (const chunk of tableBytes(archive, { file, table, options })) {
      const short = scanner.push(chunk, onRow);
      yield;
      if (!short) return rowTooLong(scanner, scan);
    }
    if (!scanner.finish(onRow)) return rowTooLong(scanner, scan);
    yield;
    return true;
  } catch (error) {
    if (error instanceof DamagedEntry) options.found("ZIP_ENTRY_DAMAGED", { file });
    else if (error instanceof UndecodableText) options.found("ENCODING_INVALID", { file, line: scanner.line });
    else throw error;
    return false;
  }
}

function rowTooLong({ line }: RowScanner, { file, options }: FileScan): false {
  options.found("ROW_LIMIT", { file, line });
  return false;
}

/** The bytes of a table's file, in UTF-8 and without a mark. */
function tableBytes(
  archive: ArchiveEntries,
  { file, table, options }: Omit<FileScan, "visitor">,
): AsyncGenerator<Buffer> {
  const chunks = utf8Chunks(archive.bytes(file, options.onBytes), table.dialect);
  return withoutMark(chunks, () => options.found("BYTE_ORDER_MARK", { file, line: 1 }));
}

/** So many cells of a row are kept, and a cell more than is mapped. */
const FEW_CELLS = 255;

class UndecodableText extends TypeError {}

async function* utf8Chunks(chunks: AsyncIterable<Buffer>, { encoding }: Dialect): AsyncGenerator<Buffer> {
  if (encoding === "utf-8") return yield* chunks;
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer): Buffer => {
    try {
      return Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
    } catch {
      throw new UndecodableText();
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withoutMark(chunks: AsyncIterable<Buffer>, onMark: () => void): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    const marked = first && chunk.subarray(0, MARK.length).equals(MARK);
    if (marked) onMark();
    first &&= chunk.length === 0;
    yield marked ? chunk.subarray(MARK.length) : chunk;
  }
}
