/** A decimal number as databases write theirs. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/**
 * A Point as GeoJSON text, longitude first (RFC 7946 §3.1.1); `null` where both coordinates are missing, and for what is no place.
 *
 * @param place - with a `longitude` and a `latitude`: numbers, or texts that are numbers; or null.
 * @param warn - takes `COORDINATES_INVALID`, or `COORDINATES_ZERO` for a place that is written all the same.
 */
export function pointText(place: unknown, warn: (code: string) => void): string {
  const { longitude, latitude } = (place ?? {}) as { readonly longitude?: unknown; readonly latitude?: unknown }; // checked below
  if (isMissing(longitude) && isMissing(latitude)) return "null";
  const [x, y] = [degrees(longitude, 180), degrees(latitude, 90)];
  if (x === null || y === null) {
    warn("COORDINATES_INVALID");
    return "null";
  }
  if (x === 0 && y === 0) warn("COORDINATES_ZERO");
  return `{"type":"Point","coordinates":[${JSON.stringify(x)},${JSON.stringify(y)}]}`;
}

/** The coordinates of such a text; null for `null`. */
export function coordinatesOf(point: string): readonly [longitude: number, latitude: number] | null {
  const [, x, y] = /\[([^,]+),([^\]]+)\]/.exec(point) ?? [];
  return x === undefined || y === undefined ? null : [Number(x), Number(y)];
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === "";
}

/** Null for what is no number from -limit to limit. */
function degrees(value: unknown, limit: number): number | null {
  const number = typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === "number" && Math.abs(number) <= limit ? number : null;
}
