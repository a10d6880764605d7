import type { z } from "zod";
import type { ExportError } from "./export-error.js";
import type { ExportWarning } from "./export-record.js";
import type { FilterParams } from "./filter-backend.js";

/** The kind of file that a format makes. */
export interface FileFormat {
  /** The file extension without a dot: `csv`. */
  readonly fileFormat: string;
  /** A media type, as in RFC 6838. */
  readonly contentType: string;
}

/** Decides about a row that cannot be written: throw the error to fail the export, or return to leave the row out. */
export type RowErrorListener = (error: ExportError) => void;

/**
 * Receives what the reader of the file should know.
 *
 * @param code - in capitals: `NON_FINITE_NUMBER`.
 * @param count - how many more times it happened.
 * @param sample - the first of those places, as `row 12, score`; never a cell's value.
 */
export type WarningListener = (code: string, count: number, sample: string) => void;

/** The options of an encoding: other listeners that hear what happens while rows are encoded. */
export interface EncodeOptions {
  /** Called at most once per batch; BaseExporter passes it on to `run.warn`. By default nobody hears it. */
  readonly onWarning?: WarningListener;
  /** The most bytes that the text of a row may have; by default 16 MiB. A larger one cannot be written. */
  readonly maxRowBytes?: number;
}

/** The options of one export as their schema parsed them. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** Texts about a file's data, for its readers. Null or absent where nobody gave one. */
export interface AboutTexts {
  readonly title?: string | null | undefined;
  /** An address, or a short name such as `CC-BY-4.0`. */
  readonly license?: string | null | undefined;
  /** The way to cite the data. */
  readonly citation?: string | null | undefined;
}

/** Facts about one export that may stand in its file. */
export interface FileAbout {
  readonly texts: AboutTexts;
  /** The filters of the request, as they were parsed; `"withheld"` for each value where a sensitivity policy protects the rows. */
  readonly filters: FilterParams;
  /** Returns the warnings so far. To be called when the rows have been read. */
  warnings(): readonly ExportWarning[];
}

/** A column as what stands before a format sees it. */
export interface FormatColumn<Row> {
  readonly name: string;
  /** The meaning: an IRI or a prefixed name. */
  readonly term?: string | undefined;
  value(row: Row): unknown;
}

/** Rows to the bytes of one file. Frozen and without state: one format serves any number of exports at once. */
export interface RowFormat<Row> extends FileFormat {
  /** The choices of a request, every key optional. Absent where there are none. */
  readonly options?: z.ZodObject | undefined;
  /** The names of the columns in their order, and the option that chooses among them. Absent where there are none. */
  readonly columns?:
    | {
        readonly option: string;
        readonly names: readonly string[];
        /** The terms of the columns, in the same order; null for a column without a term. */
        readonly terms?: readonly (string | null)[];
      }
    | undefined;
  /** Returns the same format as parsed `options` want it. Required where `options` exists. */
  configure?(options: OptionValues): RowFormat<Row>;
  /**
   * Returns the same format over rows of another kind, with other columns made of its own. A format without it takes no sensitivity policy.
   *
   * @param change - gets the columns; what it returns holds the same kinds of values.
   */
  withColumns?<Other>(
    change: (columns: readonly FormatColumn<Row>[]) => readonly FormatColumn<Other>[],
  ): RowFormat<Other>;
  /** Returns the same format, whose file also says this of itself. A format without it has no place for such facts. */
  withAbout?(about: FileAbout): RowFormat<Row>;
  /** The texts of the cells that `encode` writes, in parts that are not large: for a preview, which shows them as the file has them. */
  cells?(
    batches: AsyncIterable<readonly Row[]>,
    onRowError?: RowErrorListener,
    options?: EncodeOptions,
  ): AsyncIterable<readonly (readonly string[])[]>;
  /**
   * Writes the file. No rows make a valid file too. Lone surrogates become U+FFFD.
   *
   * A format of text writes UTF-8: at most one chunk per batch, besides one for what stands before and after the rows. Large rows come in
   * more chunks than one, so that no chunk is much larger than a row. A binary format may hold rows back, up to a number of bytes that it
   * names.
   *
   * @param onRowError - gets a `ROW_ENCODING` error for a row that cannot be written. Its one detail has the path
   * `["rows", id, column]`: the row's `id`, or its number from 1 where it has none. It never holds the value. If it
   * returns, the row is left out. By default the error is thrown.
   */
  encode(
    batches: AsyncIterable<readonly Row[]>,
    onRowError?: RowErrorListener,
    options?: EncodeOptions,
  ): AsyncIterable<Uint8Array>;
}
