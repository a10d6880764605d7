import type { Binary } from "../../rows/binary-text.js";

/** A value that a cell may be made from. Bytes are base64; null, undefined and the empty text leave it empty. */
export type DwcValue = string | number | boolean | Binary | null | undefined;

/**
 * A field of a table: its term and how a row answers it. One list of fields writes the header, the cells and the `<field>` elements
 * of meta.xml.
 *
 * @typeParam Row - one row of the table.
 * @typeParam Context - what all rows share, such as the dataset.
 */
export interface DwcField<Row, Context = unknown> {
  /** An IRI, or a prefixed name such as `dwc:eventDate`; its last part names the column. */
  readonly term: string;
  /** The cell of a row. Without it the field has no column: every row has the `default`. */
  value?(row: Row, context: Context): DwcValue;
  /** The value of empty cells (Darwin Core text guide §2.4); readers fill it in, the file stays empty. */
  readonly default?: string;
  /** Whether the cells identify rows: they must then be as ids are, printable ASCII and never empty. */
  readonly identifies?: boolean;
  /** The IRI of the vocabulary that the values are taken from. */
  readonly vocabulary?: string;
  /** The separator of the values of a list within a cell. */
  readonly delimitedBy?: string;
  /** Whether the field is left out of archives in which no sensitivity policy has changed anything. */
  readonly whereProtected?: boolean;
}
