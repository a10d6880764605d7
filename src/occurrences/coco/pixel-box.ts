import type { Detection } from "../model/occurrence.js";

/** A box as COCO has it, in pixels from the top left. */
export type PixelBox = readonly [x: number, y: number, width: number, height: number];

/** The code of a warning for a box that cannot be written. */
export type RefusedBox = "IMAGE_SIZE_UNKNOWN" | "BOX_OUTSIDE_IMAGE";

/** The box of a detection on its capture, or why there is none. A detector's corners may come in any order. */
export function pixelBox({ bbox, capture }: Pick<Detection, "bbox" | "capture">): PixelBox | RefusedBox {
  if (!isSize(capture?.width) || !isSize(capture.height)) return "IMAGE_SIZE_UNKNOWN";
  const [x1, y1, x2, y2] = bbox ?? [];
  const horizontal = span(x1, x2, capture.width);
  const vertical = span(y1, y2, capture.height);
  if (bbox?.length !== 4 || horizontal === null || vertical === null) return "BOX_OUTSIDE_IMAGE";
  return [horizontal.from, vertical.from, horizontal.size, vertical.size];
}

/** Whether it can be the width or the height of an image. */
export function isSize(pixels: number | null | undefined): pixels is number {
  return Number.isSafeInteger(pixels) && Number(pixels) > 0;
}

/** Rounded to millionths: less than a pixel of any image. */
const PRECISION = 1e6;

function span(one: number | null | undefined, other: number | null | undefined, whole: number) {
  if (one == null || other == null) return null;
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  // False for NaN.
  if (!(from >= 0 && to > from && to <= whole)) return null;
  return { from, size: Math.round((to - from) * PRECISION) / PRECISION };
}
