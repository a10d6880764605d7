/** The characters that a file's rows are written with. */
export interface Dialect {
  /** A label of the WHATWG Encoding Standard, in lower case. */
  readonly encoding: string;
  /** The byte between values. */
  readonly separator: number;
  /** The byte that ends a row. After `\n` a `\r` before it is taken along. */
  readonly lineEnd: number;
  /** Whether a `\r` comes before each `\n`. */
  readonly carriageReturns: boolean;
  /** The byte around values; null for none. */
  readonly enclosure: number | null;
  /** Rows at the head of each file that are not data. */
  readonly headerLines: number;
}

/** A field of a table, as `meta.xml` maps it. */
export interface MappedField {
  /** An IRI. */
  readonly term: string;
  /** Its column, from 0; null for a constant. */
  readonly index: number | null;
  /** The value of an empty cell; empty where there is no default. */
  readonly default: string;
  /** The line where `meta.xml` maps it, from 1. */
  readonly line: number;
}

/** A table, as `meta.xml` describes it. */
export interface MappedTable {
  /** An IRI. */
  readonly rowType: string;
  /** The names of its entries in the zip. At least one. */
  readonly files: readonly string[];
  /** The column of the core's id; null for a core without. */
  readonly idIndex: number | null;
  readonly fields: readonly MappedField[];
  readonly dialect: Dialect;
  /** The line where `meta.xml` describes it, from 1. */
  readonly line: number;
}

/** An archive, as `meta.xml` describes it. */
export interface ArchiveDescriptor {
  readonly core: MappedTable;
  readonly extensions: readonly MappedTable[];
  /** The name of the metadata's entry, or its web address; null where none is named. */
  readonly metadata: string | null;
}

/** All tables, the core first. */
export function tablesOf({ core, extensions }: ArchiveDescriptor): readonly MappedTable[] {
  return [core, ...extensions];
}

/** Counts the columns that a row must have for all that is mapped. */
export function columnsOf({ idIndex, fields }: MappedTable): number {
  return Math.max(idIndex ?? -1, ...fields.map(({ index }) => index ?? -1)) + 1;
}
