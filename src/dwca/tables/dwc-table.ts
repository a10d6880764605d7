import { checkTerm, expandRowType, expandTerm, localName } from "./check-term.js";
import type { DwcField, DwcValue } from "./dwc-field.js";

/** The parts of a table of an archive. */
export interface DwcTableSpec<Row, Context = unknown> {
  /** The file's name at the root of the archive: `event.txt`. */
  readonly file: string;
  /** The class that a row describes: an IRI, a prefixed name (`dwc:Event`), or a well-known name alone (`Event`, `Multimedia`). */
  readonly rowType: string;
  /**
   * Links core and extensions by the term of a field. In a core, the field identifies the row. In an extension, it
   * holds the id of the core row. An extension whose definition has no such term gives the id itself, for a column
   * without a term. Null takes the id of the core row that the row is derived with.
   */
  readonly id: string | ((row: Row, context: Context) => string) | null;
  readonly fields: readonly DwcField<Row, Context>[];
}

/** A column of a table's file. */
export interface DwcColumn<Row, Context = unknown> {
  readonly name: string;
  /** Null for an id column without a term. */
  readonly field: DwcField<Row, Context> | null;
  /** Whether its cells identify something. */
  readonly isId: boolean;
  /** The cell of a row; absent for a column that holds the id of the row's core row. */
  value?(row: Row, context: Context): DwcValue;
}

/** A checked table. */
export interface DwcTable<Row, Context = unknown> {
  readonly file: string;
  readonly rowType: string;
  readonly columns: readonly DwcColumn<Row, Context>[];
  /** The index of the column that links core and extensions. */
  readonly idIndex: number;
  /** Fields without a column. */
  readonly constants: readonly DwcField<Row, Context>[];
}

/**
 * Checks a table: known terms, each used once (GBIF indexes no archive with a term mapped twice), and an id column.
 *
 * @throws TypeError.
 * @example
 * ```ts
 * export const occurrences = createDwcTable<Moth>({
 *   file: "occurrence.txt",
 *   rowType: "Occurrence",
 *   id: "dwc:eventID",
 *   fields: [
 *     { term: "dwc:eventID", value: nightId },
 *     { term: "dwc:occurrenceID", value: ({ id }) => urn("moth-trap", "moth", id), identifies: true },
 *     { term: "dwc:basisOfRecord", default: "HumanObservation" },
 *     { term: "dwc:scientificName", value: ({ name }) => name },
 *   ],
 * });
 * ```
 */
export function createDwcTable<Row, Context = unknown>(spec: DwcTableSpec<Row, Context>): DwcTable<Row, Context> {
  const { file } = spec;
  const rowType = expandRowType(spec.rowType);
  const id = typeof spec.id === "string" ? expandTerm(spec.id) : spec.id;
  const fields = spec.fields.map((field) => ({ ...field, term: expandTerm(field.term) }));
  if (!/^[\w-]+\.(?:txt|tsv|csv)$/i.test(file))
    throw new TypeError(`A table's file is named like "event.txt", not "${file}".`);
  checkTerm(rowType, "classes");
  checkFields(file, fields);
  const columns = fields.flatMap((field) => columnOf(field, id) ?? []);
  if (typeof id !== "string")
    columns.unshift(Object.freeze({ name: "coreid", field: null, isId: true, ...(id === null ? {} : { value: id }) }));
  const idIndex = typeof id !== "string" ? 0 : columns.findIndex(({ field }) => field?.term === id);
  if (idIndex < 0) throw new TypeError(`The table ${file} has no column for its id, ${String(id)}.`);
  const constants = fields.filter(({ value }) => value === undefined);
  return Object.freeze({
    file,
    rowType,
    columns: Object.freeze(columns),
    idIndex,
    constants: Object.freeze(constants),
  });
}

/**
 * Checks that tables can be one archive: files and row types differ, and the core's id column has a term.
 *
 * @throws TypeError.
 * @example checkDwcTables(events, [occurrences]);
 */
export function checkDwcTables(
  core: DwcTable<unknown, unknown>,
  extensions: readonly DwcTable<unknown, unknown>[],
): void {
  if (core.columns[core.idIndex]?.field === null)
    throw new TypeError("The core's id must be the term of one of its fields.");
  const tables = [core, ...extensions];
  refuseTwice(
    tables.map(({ file }) => file.toLowerCase()),
    (file) => `Two tables have the file ${file}.`,
  );
  refuseTwice(
    tables.map(({ rowType }) => rowType),
    (rowType) => `Two tables have the row type ${rowType}.`,
  );
}

function checkFields(file: string, fields: readonly DwcField<unknown, unknown>[]): void {
  for (const { term, value, default: constant } of fields) {
    checkTerm(term, "properties");
    if (value === undefined && constant === undefined)
      throw new TypeError(`The field ${term} has neither a value nor a default.`);
  }
  refuseTwice(
    fields.map(({ term }) => term),
    (term) => `The table ${file} has the term ${term} twice.`,
  );
}

function columnOf<Row, Context>(field: DwcField<Row, Context>, id: unknown): DwcColumn<Row, Context> | null {
  if (field.value === undefined) return null;
  const isId = field.term === id || field.identifies === true;
  return Object.freeze({ name: localName(field.term), field, isId, value: field.value.bind(field) });
}

function refuseTwice(values: readonly string[], message: (value: string) => string): void {
  const twice = values.find((value, index) => values.indexOf(value) < index);
  if (twice !== undefined) throw new TypeError(message(twice));
}
