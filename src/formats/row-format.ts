import type { RowErrorListener } from "../core/base-exporter.js";

/**
 * Told of something that the reader of the file should know.
 *
 * @param code - in capitals: `NON_FINITE_NUMBER`.
 * @param count - how many more times it happened.
 * @param sample - the first of those places, as `row 12, score`; never a cell's value.
 */
export type WarningListener = (code: string, count: number, sample: string) => void;

/** Who else is told what happens while rows are encoded. */
export interface EncodeOptions {
  /** Called at most once a batch; an exporter passes it on to `run.warn`. By default nobody is told. */
  readonly onWarning?: WarningListener;
}

/** Rows to the bytes of one file. Frozen and without state: one format serves any number of exports at once. */
export interface RowFormat<Row> {
  /**
   * The file, in UTF-8: at most one chunk a batch, besides one for what stands before and after the rows. No rows make a valid file
   * too. Lone surrogates become U+FFFD.
   *
   * @param onRowError - gets a `ROW_ENCODING` error for a row that cannot be written, whose one detail has the path `["rows", id,
   * column]`: the row's `id`, or its number from 1 where it has none, and never the value. If it returns, the row is left out. By
   * default the error is thrown.
   */
  encode(
    batches: AsyncIterable<readonly Row[]>,
    onRowError?: RowErrorListener,
    options?: EncodeOptions,
  ): AsyncIterable<Uint8Array>;
}

/** A named value of a row. */
export interface RowColumn<Row> {
  /** Unlike that of any other column of the format. */
  readonly name: string;
  /** Reads the value. One that throws makes the row unwritable. */
  value(row: Row): unknown;
}
