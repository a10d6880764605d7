import { floatText } from "../../formats/float-text.js";
import type { Detection } from "./occurrence.js";

/** A box as its source holds it: usually `[x1, y1, x2, y2]`. */
export type Box = Detection["bbox"];

/** The box as text: `[10.5, 20.25, 110.0, 140.75]`, with `null` for what is not a number; null for no box. */
export function boxLabel(box: Box | undefined): string | null {
  if (box == null) return null;
  return `[${box.map((side) => (isNumber(side) ? floatText(side) : "null")).join(", ")}]`;
}

/** The box's width, never negative; null unless it is four numbers. */
export function boxWidth(box: Box | undefined): number | null {
  const sides = fourNumbers(box);
  return sides && Math.abs(sides[2] - sides[0]);
}

/** The box's height, never negative; null unless it is four numbers. */
export function boxHeight(box: Box | undefined): number | null {
  const sides = fourNumbers(box);
  return sides && Math.abs(sides[3] - sides[1]);
}

function fourNumbers(box: Box | undefined): readonly [number, number, number, number] | null {
  const [x1, y1, x2, y2] = box ?? [];
  if (box?.length !== 4 || !isNumber(x1) || !isNumber(y1) || !isNumber(x2) || !isNumber(y2)) return null;
  return [x1, y1, x2, y2];
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
