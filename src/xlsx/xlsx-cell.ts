import { isoDate } from "../values/iso-date.js";
import { binaryText } from "../rows/binary-text.js";
import type { ColumnType } from "../formats/column-type.js";
import { type CellListener, type TypedCell, typedCell } from "../formats/typed-cell.js";
import { cutText, isTooLong } from "./xlsx-text.js";

const MILLISECOND = 1_000n;

/**
 * Reads a cell as `typedCell` does, except for the limits of a spreadsheet. Bytes become base64, long texts are cut,
 * times have milliseconds, dates without a day or a time are text.
 */
export function xlsxCell(value: unknown, type: ColumnType, onWarning: CellListener): TypedCell {
  const cell = isIncompleteDate(value, type) ? value : typedCell(value, type, onWarning);
  if (cell instanceof Uint8Array) return binaryText(cell);
  if (isTooLong(cell)) {
    onWarning("TEXT_CUT");
    return cutText(cell);
  }
  if (typeof cell !== "bigint" || (type !== "timestamp" && type !== "instant")) return cell;
  const beyond = ((cell % MILLISECOND) + MILLISECOND) % MILLISECOND;
  if (beyond !== 0n) onWarning("TIME_SIMPLIFIED");
  return cell - beyond;
}

const MONTH_OR_YEAR = /^\d{4}(?:-\d\d)?$/;
const NO_TIME = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;

function isIncompleteDate(value: unknown, type: ColumnType): value is string {
  if (typeof value !== "string" || (type !== "date" && type !== "timestamp" && type !== "instant")) return false;
  return (type === "date" ? MONTH_OR_YEAR : NO_TIME).test(value) && isoDate(value) !== null;
}
