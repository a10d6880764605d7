import type { Found, Place } from "../checks/found.js";
import type { ArchiveCheckCode } from "../checks/archive-checks.js";
import { localName } from "../tables/check-term.js";
import { columnsOf, type MappedTable } from "../reader/archive-descriptor.js";
import { cellText, isBlank, isEmptyCell, type ScannedRow } from "../reader/row-scanner.js";
import type { RowVisitor } from "../reader/scan-table.js";
import { isUnsafeId } from "./check-id.js";
import type { KeyRange } from "./keys/key-file.js";
import type { RowValues } from "./values/row-values.js";

const QUOTE = 34;

/** A column whose cells are gathered, to be held against others when all rows are read. */
export interface KeyColumn {
  readonly index: number;
  /** The finding for an empty cell; null where it is none. */
  readonly empty: ArchiveCheckCode | null;
  add(key: KeyRange): void;
}

/** The options of a check of a table's rows. */
export interface TableCheckOptions {
  readonly found: Found;
  readonly keys: readonly KeyColumn[];
  readonly values: RowValues | null;
}

/** A key remembers one number: the line, and this many times the index of its file. */
export const LINES_OF_A_FILE = 2 ** 40;

/** Checks the rows of one table as they are scanned. */
export class TableCheck implements RowVisitor {
  rows = 0;
  readonly #table: MappedTable;
  readonly #options: TableCheckOptions;
  readonly #least: number;
  /** The number of columns in the header line, or else in the first row. */
  #columns = 0;
  #file = "";
  #fileOffset = 0;

  constructor(table: MappedTable, options: TableCheckOptions) {
    this.#table = table;
    this.#options = options;
    this.#least = columnsOf(table);
  }

  header(row: ScannedRow, file: string): void {
    this.#enter(file);
    if (row.invalidText) this.#found("ENCODING_INVALID", row);
    // Of several lines, none is known to be the header.
    if (this.#table.dialect.headerLines !== 1) return;
    this.#columns = row.count;
    if (row.count < this.#least) this.#found("COLUMN_MISMATCH", row);
    this.#checkHeader(row);
  }

  row(row: ScannedRow, file: string): void {
    if (file !== this.#file) this.#enter(file);
    if (isBlank(row)) return this.#found("BLANK_LINE", row);
    this.rows += 1;
    if (this.#columns === 0) this.#columns = row.count;
    if (row.count < this.#least || row.count !== this.#columns) this.#found("COLUMN_MISMATCH", row);
    this.#checkText(row);
    for (const key of this.#options.keys) this.#addKey(row, key);
    this.#options.values?.check(row, file);
  }

  #enter(file: string): void {
    this.#file = file;
    this.#fileOffset = this.#table.files.indexOf(file) * LINES_OF_A_FILE;
    this.#columns = 0;
  }

  #found(code: ArchiveCheckCode, row: ScannedRow, place: Place = {}): void {
    this.#options.found(code, { file: this.#file, line: row.line, ...place });
  }

  #checkText(row: ScannedRow): void {
    if (row.invalidText) this.#found("ENCODING_INVALID", row);
    if (row.broken) this.#found("ENCLOSURE_BROKEN", row);
    if (row.lineBreak) this.#found("LINE_BREAK_IN_VALUE", row);
    if (row.carriageReturn) this.#found("CARRIAGE_RETURN", row);
    if (!row.asDeclared) this.#found("LINE_END_MISMATCH", row);
    if (row.control) this.#found("CONTROL_CHARACTER", row);
    if (this.#table.dialect.enclosure === null) this.#checkQuotes(row);
  }

  #checkQuotes(row: ScannedRow): void {
    const { bytes, starts, ends } = row;
    const cells = Math.min(row.count, starts.length);
    for (let column = 0; column < cells; column += 1) {
      const [from, to] = [starts[column] ?? 0, ends[column] ?? 0];
      if (bytes[from] !== QUOTE || to - from < 2 || bytes[to - 1] !== QUOTE) continue;
      return this.#found("ENCLOSURE_UNDECLARED", row, { column });
    }
  }

  #addKey(row: ScannedRow, { index, empty, add }: KeyColumn): void {
    if (isEmptyCell(row, index)) {
      if (empty !== null) this.#found(empty, row, { column: index });
      return;
    }
    const { bytes, starts, ends } = row;
    const [from, to] = [starts[index] ?? 0, ends[index] ?? 0];
    if (isUnsafeId(bytes, from, to)) this.#found("ID_UNSAFE", row, { column: index, value: cellText(row, index) });
    add({ bytes, from, to, line: this.#fileOffset + row.line });
  }

  #checkHeader(row: ScannedRow): void {
    const columns = new Map(this.#table.fields.map(({ term, index }) => [localName(term).toLowerCase(), index]));
    for (const { term, index } of this.#table.fields) {
      if (index === null) continue;
      const name = cellText(row, index).trim().toLowerCase();
      const other = columns.get(name);
      if (other !== undefined && other !== null && other !== index && name !== localName(term).toLowerCase())
        this.#found("HEADER_DISAGREES", row, { column: index, term, value: name });
    }
  }
}
