import type { OccurrenceMedia } from "./media.js";

/** A part of an image: each from 0 to 1, of its width and height, from the top left. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the place of a crop on its capture. Null for a capture, for one of unknown size, and for a box that is not
 * within it.
 */
export function regionOf({ kind, capture, detection }: OccurrenceMedia): Region | null {
  const [x1, y1, x2, y2] = detection.bbox ?? [];
  if (kind !== "crop" || capture === null || detection.bbox?.length !== 4) return null;
  const horizontal = partOf(x1, x2, capture.width);
  const vertical = partOf(y1, y2, capture.height);
  if (horizontal === null || vertical === null) return null;
  return { x: horizontal.from, width: horizontal.size, y: vertical.from, height: vertical.size };
}

/** Rounded to millionths: less than a pixel of any image. */
const PRECISION = 1e6;

function partOf(one: number | null | undefined, other: number | null | undefined, whole: number | null) {
  if (one == null || other == null || !whole) return null;
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  // False for NaN.
  if (!(from >= 0 && to > from && to <= whole)) return null;
  const start = rounded(from / whole);
  // Start and size are rounded each for itself, and together they must not be more than the whole.
  return { from: start, size: Math.min(rounded((to - from) / whole), rounded(1 - start)) };
}

function rounded(part: number): number {
  return Math.round(part * PRECISION) / PRECISION;
}
