import { ExportError } from "../contracts/export-error.js";
import type { EncodeOptions, RowErrorListener } from "../contracts/row-format.js";
import { refusePromise } from "../async/quietly.js";
import { MAX_ROW_BYTES } from "../rows/row-limits.js";
import { rowKey } from "../rows/row-key.js";
import type { TypedColumn } from "./typed-column.js";
import { unwritable } from "./row-reader.js";
import type { ReadCell, TypedCell } from "./typed-cell.js";

/** A row as its columns' types have it. */
export interface TypedRow<Row = unknown> {
  readonly row: Row;
  readonly cells: readonly TypedCell[];
  /** About what its cells take in memory and in a file. */
  readonly bytes: number;
}

/** Shorter texts are taken for ASCII: they make no row too large. */
const MANY = 4096;
/** The size of a cell that is no text. */
const SCALAR_BYTES = 8;

/** Reads the rows of one file by the types of its columns. */
export class TypedReader<Row> {
  readonly #columns: readonly TypedColumn<Row>[];
  readonly #onRowError: RowErrorListener | undefined;
  readonly #options: EncodeOptions;
  readonly #read: ReadCell;
  #warnings = new Map<string, { count: number; readonly sample: string }>();
  #position = 0;

  constructor(
    columns: readonly TypedColumn<Row>[],
    read: ReadCell,
    onRowError?: RowErrorListener,
    options: EncodeOptions = {},
  ) {
    this.#columns = columns;
    this.#read = read;
    this.#onRowError = onRowError;
    this.#options = options;
  }

  /** The rows of the next batch, without those that cannot be written. */
  read(batch: readonly Row[]): readonly TypedRow<Row>[] {
    const rows = batch.flatMap((row) => this.#readRow(row) ?? []);
    for (const [code, { count, sample }] of this.#warnings) this.#options.onWarning?.(code, count, sample);
    this.#warnings = new Map();
    return rows;
  }

  #readRow(row: Row): TypedRow<Row> | null {
    this.#position += 1;
    const { maxRowBytes = MAX_ROW_BYTES } = this.#options;
    const cells: TypedCell[] = [];
    let bytes = 0;
    for (const column of this.#columns) {
      try {
        const value = column.value(row);
        refusePromise(value);
        const cell = this.#read(value, column.type ?? "text", (code) => this.#warn(code, row, column));
        bytes += sizeOf(cell);
        if (bytes > maxRowBytes)
          throw new ExportError("ROW_ENCODING", { message: "The row is larger than the limit of a row." });
        cells.push(cell);
      } catch (cause) {
        this.#refuse(unwritable(rowKey(row, this.#position), column.name, cause));
        return null;
      }
    }
    return { row, cells, bytes };
  }

  #warn(code: string, row: Row, { name }: TypedColumn<Row>): void {
    const { count, sample } = this.#warnings.get(code) ?? {
      count: 0,
      sample: `row ${rowKey(row, this.#position)}, ${name}`,
    };
    this.#warnings.set(code, { count: count + 1, sample });
  }

  #refuse(error: ExportError): void {
    if (this.#onRowError === undefined) throw error;
    this.#onRowError(error);
  }
}

function sizeOf(cell: TypedCell): number {
  if (typeof cell === "string") return SCALAR_BYTES + (cell.length < MANY ? cell.length : Buffer.byteLength(cell));
  return SCALAR_BYTES + (cell instanceof Uint8Array ? cell.byteLength : 0);
}
