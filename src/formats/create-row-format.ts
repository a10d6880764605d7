import { checkColumns } from "./check-columns.js";
import type { EncodeOptions, RowErrorListener, RowFormat } from "../contracts/row-format.js";
import type { RowColumn } from "./row-column.js";
import { RowReader, type RowReaderOptions } from "./row-reader.js";

/** The parts of a format. */
export interface RowFormatSpec<Row, Column>
  extends Pick<RowReaderOptions<Column>, "cellText">, Omit<RowFormat<Row>, "encode" | "cells" | "columns"> {
  /** The option by which a request chooses columns. */
  readonly columnsOption: string;
  /** The file's text, in pieces: what stands before the rows, the rows of each batch (one or more), what stands after them. */
  text(batches: AsyncIterable<string[][]>): AsyncIterable<string>;
}

/** A format that reads its rows by their columns. @throws TypeError when there is no column, or a name repeats. */
export function createRowFormat<Row, Column extends RowColumn<Row>>(
  columns: readonly Column[],
  spec: RowFormatSpec<Row, Column>,
): RowFormat<Row> {
  const checked = checkColumns(columns);
  const { fileFormat, contentType, options, configure, columnsOption } = spec;
  const readerOf = (onRowError?: RowErrorListener, { onWarning, maxRowBytes }: EncodeOptions = {}) =>
    new RowReader<Row, Column>(checked, { cellText: spec.cellText, onRowError, onWarning, maxRowBytes });
  return Object.freeze<RowFormat<Row>>({
    ...{ fileFormat, contentType, options },
    columns: Object.freeze({
      option: columnsOption,
      names: Object.freeze(checked.map(({ name }) => name)),
      terms: Object.freeze(checked.map(({ term }) => term ?? null)),
    }),
    ...(spec.withColumns === undefined ? {} : { withColumns: spec.withColumns.bind(spec) }),
    ...(configure === undefined ? {} : { configure: configure.bind(spec) }),
    cells: (batches, onRowError, options) => readable(batches, readerOf(onRowError, options)),
    async *encode(batches, onRowError, options) {
      // Buffer.from writes lone surrogates as U+FFFD.
      for await (const text of spec.text(readable(batches, readerOf(onRowError, options)))) yield Buffer.from(text);
    },
  });
}

/** The batches as texts, in parts that are not large, without rows that cannot be written. */
async function* readable<Row, Column extends RowColumn<Row>>(
  batches: AsyncIterable<readonly Row[]>,
  reader: RowReader<Row, Column>,
): AsyncGenerator<string[][], void, undefined> {
  for await (const batch of batches) {
    yield* reader.read(batch);
  }
}
