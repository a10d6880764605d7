import type { ColumnType } from "../formats/column-type.js";
import { exactText } from "../formats/decimal.js";
import { guardFormula } from "../formats/formula-guard.js";
import type { TypedCell } from "../formats/typed-cell.js";
import { typedText } from "../formats/typed-text.js";
import { STYLES } from "./styles.js";
import { textElement } from "./xlsx-text.js";

/** The most digits that every program keeps of a number. */
const EXACT_DIGITS = 15;
/** 1900-03-01, in days since 1970: before it, Excel counts a day that never was, and other programs do not. */
const FIRST_DAY = -25_508;
/** 1970-01-01, in days since 1899-12-30. */
const DAYS_TO_1970 = 25_569;
const DAY_MICROS = 86_400_000_000n;

/**
 * A cell as XML; empty for nothing. Whatever could change as a number or date is text: more than 15 digits, days before March 1900. Text
 * is never run: it is an inline string, in the number format of text.
 */
export function cellXml(at: string, cell: TypedCell, type: ColumnType): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "boolean") return `<c r="${at}" t="b"><v>${Number(cell)}</v></c>`;
  if (typeof cell === "string") return textXml(at, cell);
  if (typeof cell === "number")
    return type === "date" ? dayXml(at, cell) : numberXml(at, String(cell === 0 ? 0 : cell));
  if (typeof cell !== "bigint") return "";
  if (type === "timestamp" || type === "instant") return momentXml(at, cell, type);
  const text = typeof type === "object" ? exactText(cell, type.decimal[1]) : String(cell);
  return text.replace(/^-?0*\.?0*|\./g, "").length > EXACT_DIGITS ? textXml(at, text) : numberXml(at, text);
}

/** A text in a cell; where it begins as a formula does, it stays text when a user edits it. */
export function textXml(at: string, text: string, style?: number): string {
  const own = guardFormula(text) === text ? STYLES.text : STYLES.quoted;
  return `<c r="${at}" s="${style ?? own}" t="inlineStr"><is>${textElement(text)}</is></c>`;
}

function numberXml(at: string, number: string, style = 0): string {
  return `<c r="${at}"${style === 0 ? "" : ` s="${style}"`}><v>${number}</v></c>`;
}

function dayXml(at: string, day: number): string {
  if (day < FIRST_DAY) return textXml(at, typedText(day, "date"));
  return numberXml(at, String(day + DAYS_TO_1970), STYLES.date);
}

/** Whole milliseconds; a moment as the clock of UTC showed it. */
function momentXml(at: string, micros: bigint, type: "timestamp" | "instant"): string {
  if (micros < BigInt(FIRST_DAY) * DAY_MICROS) return textXml(at, typedText(micros, type));
  const days = Number(micros / 1000n) / 86_400_000 + DAYS_TO_1970;
  return numberXml(at, String(days), micros % 1_000_000n === 0n ? STYLES.time : STYLES.timeWithMilliseconds);
}
