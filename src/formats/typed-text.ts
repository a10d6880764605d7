import { dateOfDay } from "../values/calendar.js";
import { binaryText } from "../rows/binary-text.js";
import type { ColumnType } from "./column-type.js";
import { exactText } from "./decimal.js";
import { floatText } from "./float-text.js";
import type { TypedCell } from "./typed-cell.js";

const DAY_MICROS = 86_400_000_000n;

/** A typed cell as people and previews read it; empty for nothing. */
export function typedText(cell: TypedCell, type: ColumnType): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "True" : "False";
  if (typeof cell === "number")
    return type === "date" ? dayText(cell) : type === "float" ? floatText(cell) : String(cell);
  if (typeof cell !== "bigint") return typeof cell === "string" ? cell : (binaryText(cell) ?? "");
  if (typeof type === "object") return exactText(cell, type.decimal[1]);
  return type === "timestamp" || type === "instant" ? momentText(cell, type === "instant" ? "Z" : "") : String(cell);
}

function dayText(days: number): string {
  return dateOfDay(days) ?? "";
}

/** `2023-06-18T22:42:20`, with six digits of the second where they are not all zero. */
function momentText(micros: bigint, offset: string): string {
  const day = Number(micros >= 0n ? micros / DAY_MICROS : -((-micros + DAY_MICROS - 1n) / DAY_MICROS));
  const ofDay = Number(micros - BigInt(day) * DAY_MICROS);
  const [seconds, fraction] = [Math.floor(ofDay / 1_000_000), ofDay % 1_000_000];
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const time = clock.map((part) => String(part).padStart(2, "0")).join(":");
  return `${dayText(day)}T${time}${fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`}${offset}`;
}
