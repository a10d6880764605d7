import { checkColumns } from "./check-columns.js";
import type { RowColumn, RowFormat } from "./row-format.js";
import { RowReader, type RowReaderOptions } from "./row-reader.js";

/** How a format writes. */
export interface RowFormatSpec<Column> extends Pick<RowReaderOptions<Column>, "cellText"> {
  /** The file's text, in pieces: what stands before the rows, the rows of each batch (one or more), what stands after them. */
  text(batches: AsyncIterable<string[][]>): AsyncIterable<string>;
}

/** A format that reads its rows by their columns. @throws TypeError when there is no column, or a name repeats. */
export function createRowFormat<Row, Column extends RowColumn<Row>>(columns: readonly Column[], spec: RowFormatSpec<Column>): RowFormat<Row> {
  const checked = checkColumns(columns);
  return Object.freeze<RowFormat<Row>>({
    async *encode(batches, onRowError, { onWarning } = {}) {
      const reader = new RowReader(checked, { cellText: spec.cellText, onRowError, onWarning });
      // Buffer.from writes lone surrogates as U+FFFD.
      for await (const text of spec.text(readable(batches, reader))) yield Buffer.from(text);
    },
  });
}

/** The batches as texts, without those of which no row can be written. */
async function* readable<Row, Column extends RowColumn<Row>>(
  batches: AsyncIterable<readonly Row[]>,
  reader: RowReader<Row, Column>,
): AsyncGenerator<string[][], void, undefined> {
  for await (const batch of batches) {
    const rows = reader.read(batch);
    if (rows.length > 0) yield rows;
  }
}
