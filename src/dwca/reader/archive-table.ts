import { localName } from "../tables/check-term.js";
import { columnsOf, type MappedField, type MappedTable } from "./archive-descriptor.js";
import type { ArchiveEntries } from "./archive-entries.js";
import { archiveError, refuse } from "./archive-error.js";
import type { ArchiveRow, RowOptions } from "./archive-row.js";
import { cellText, isBlank, type ScannedRow } from "./row-scanner.js";
import { type RowVisitor, scanTable } from "./scan-table.js";

/** A table of an archive. */
export class ArchiveTable {
  /** The IRI of the class that a row describes. */
  readonly rowType: string;
  /** The IRIs of its terms, in the order of `meta.xml`. */
  readonly terms: readonly string[];
  readonly #archive: ArchiveEntries;
  readonly #table: MappedTable;

  /** @internal See `readArchive`. */
  constructor(archive: ArchiveEntries, table: MappedTable) {
    this.#archive = archive;
    this.#table = table;
    this.rowType = table.rowType;
    this.terms = table.fields.map(({ term }) => term);
  }

  /**
   * The rows, in the order of the files. May be iterated again.
   *
   * @throws ExportError `ARCHIVE_INVALID` at the first row that is not as `meta.xml` describes it.
   */
  async *rows<const Term extends string = string>(
    options: RowOptions<Term> = {},
  ): AsyncGenerator<ArchiveRow<Term>, void, undefined> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  /** As `rows`, in batches of one piece of a file, which is faster. */
  async *batches<const Term extends string = string>(
    options: RowOptions<Term> = {},
  ): AsyncGenerator<readonly ArchiveRow<Term>[], void, undefined> {
    const reader = new RowReader<Term>(this.#table, options);
    for await (const _ of scanTable(this.#archive, this.#table, reader, { found: refuse })) {
      const rows = reader.take();
      if (rows.length > 0) yield rows;
    }
  }
}

class RowReader<Term extends string> implements RowVisitor {
  readonly #table: MappedTable;
  readonly #columns: readonly { readonly name: Term; readonly index: number; readonly default: string }[];
  #rows: ArchiveRow<Term>[] = [];
  #file = "";
  #count = 0;

  constructor(table: MappedTable, { terms }: RowOptions<Term>) {
    this.#table = table;
    const names = terms ?? table.fields.map(({ term }) => term as Term);
    this.#columns = names.map((name) => {
      const field = fieldOf(table.fields, name);
      return { name, index: field?.index ?? -1, default: field?.default ?? "" };
    });
  }

  header(row: ScannedRow, file: string): void {
    this.#enter(file);
    if (this.#table.dialect.headerLines === 1) this.#count = row.count;
  }

  row(row: ScannedRow, file: string): void {
    if (file !== this.#file) this.#enter(file);
    if (isBlank(row)) return;
    if (this.#count === 0) this.#count = row.count;
    const place = { file, line: row.line };
    if (row.count < columnsOf(this.#table) || row.count !== this.#count) throw archiveError("COLUMN_MISMATCH", place);
    if (row.invalidText) throw archiveError("ENCODING_INVALID", place);
    if (row.broken) throw archiveError("ENCLOSURE_BROKEN", place);
    const id = this.#table.idIndex === null ? "" : cellText(row, this.#table.idIndex);
    this.#rows.push({ id, ...place, values: this.#values(row) });
  }

  /** The rows since the last call. */
  take(): readonly ArchiveRow<Term>[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #enter(file: string): void {
    this.#file = file;
    this.#count = 0;
  }

  #values(row: ScannedRow): Readonly<Record<Term, string>> {
    const cells = this.#columns.map(({ name, index, default: constant }) => {
      const text = index < 0 ? "" : cellText(row, index);
      return [name, text === "" ? constant : text] as const;
    });
    // Unlike an assignment, it takes `__proto__` for a name like any other.
    return Object.fromEntries(cells) as Record<Term, string>;
  }
}

/** @throws TypeError when a name is the last part of two terms. */
function fieldOf(fields: readonly MappedField[], name: string): MappedField | undefined {
  const exact = fields.find(({ term }) => term === name);
  if (exact !== undefined) return exact;
  const named = fields.filter(({ term }) => localName(term) === name);
  if (named.length > 1) throw new TypeError(`Two terms end in "${name}": name one by its IRI.`);
  return named[0];
}
