/** A named value of a row. */
export interface RowColumn<Row> {
  /** Unlike that of any other column of the format. */
  readonly name: string;
  /**
   * The meaning of the column: an IRI or a prefixed name such as `dwc:eventID`. A sensitivity policy decides and acts
   * by it.
   */
  readonly term?: string | undefined;
  /** Reads the value. One that throws makes the row unwritable. */
  value(row: Row): unknown;
}
