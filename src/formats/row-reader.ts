import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import type { RowErrorListener } from "../core/base-exporter.js";
import type { RowColumn, WarningListener } from "./row-format.js";

/** How one format writes cells, and who is told what goes wrong. */
export interface RowReaderOptions<Column> {
  /** The text of one cell; throws for a value that the format cannot hold. Adds the column's name to `nonFinite` for each NaN or infinity. */
  cellText(value: unknown, column: Column, nonFinite: string[]): string;
  readonly onRowError?: RowErrorListener | undefined;
  readonly onWarning?: WarningListener | undefined;
}

/** Reads the rows of one file as texts, in the order of the columns. */
export class RowReader<Row, Column extends RowColumn<Row>> {
  readonly #columns: readonly Column[];
  readonly #options: RowReaderOptions<Column>;
  #position = 0;

  constructor(columns: readonly Column[], options: RowReaderOptions<Column>) {
    this.#columns = columns;
    this.#options = options;
  }

  /** The rows of the next batch, without those that cannot be written. */
  read(batch: readonly Row[]): string[][] {
    const rows: string[][] = [];
    let count = 0;
    let sample = "";
    for (const row of batch) {
      this.#position += 1;
      const nonFinite: string[] = [];
      const cells = this.#readRow(row, nonFinite);
      if (cells === null) continue;
      rows.push(cells);
      if (nonFinite.length > 0) sample ||= `row ${this.#idOf(row)}, ${nonFinite[0]}`;
      count += nonFinite.length;
    }
    if (count > 0) this.#options.onWarning?.("NON_FINITE_NUMBER", count, sample);
    return rows;
  }

  #readRow(row: Row, nonFinite: string[]): string[] | null {
    const cells: string[] = [];
    for (const column of this.#columns) {
      try {
        cells.push(this.#options.cellText(column.value(row), column, nonFinite));
      } catch (cause) {
        this.#refuse(unwritable(this.#idOf(row), column.name, cause));
        return null;
      }
    }
    return cells;
  }

  #refuse(error: ExportError): void {
    if (this.#options.onRowError === undefined) throw error;
    this.#options.onRowError(error);
  }

  #idOf(row: Row): Id {
    try {
      const id: unknown = typeof row === "object" && row !== null && "id" in row ? row.id : undefined;
      if (typeof id === "string" || typeof id === "number") return id;
      if (typeof id === "bigint") return String(id);
    } catch {
      // A getter that throws names its row no better than one that is not there.
    }
    return this.#position;
  }
}

function unwritable(rowId: Id, column: string, cause: unknown): ExportError {
  const message = "The value of this column cannot be written in this format.";
  return new ExportError("ROW_ENCODING", { cause, details: [{ path: ["rows", rowId, column], code: "unwritable_value", message }] });
}
