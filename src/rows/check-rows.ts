import { ExportError } from "../contracts/export-error.js";
import type { RowErrorListener } from "../contracts/row-format.js";
import { rowKey } from "./row-key.js";

/**
 * Checks rows as they come from their source, before any format sees them.
 *
 * @param check - returns the row to write; one that throws makes the row unwritable.
 * @param onRowError - gets a `ROW_ENCODING` error; if it returns, the row is left out.
 */
export async function* checkRows<Row>(
  batches: AsyncIterable<readonly Row[]>,
  check: (row: Row) => Row,
  onRowError: RowErrorListener,
): AsyncGenerator<readonly Row[], void, undefined> {
  let position = 0;
  for await (const batch of batches) {
    const rows: Row[] = [];
    for (const row of batch) {
      position += 1;
      try {
        rows.push(check(row));
      } catch (cause) {
        onRowError(rowError(cause, rowKey(row, position)));
      }
    }
    if (rows.length > 0) yield rows;
  }
}

function rowError(cause: unknown, id: string | number): ExportError {
  if (ExportError.is(cause) && cause.code === "ROW_ENCODING") return cause;
  const message = "The row was refused before it was written.";
  return new ExportError("ROW_ENCODING", { cause, details: [{ path: ["rows", id], code: "refused", message }] });
}
