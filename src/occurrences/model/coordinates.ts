import type { Deployment } from "./occurrence.js";

/** A place in decimal degrees (EPSG:4326). */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Returns the coordinates of a station. Null where they are not known, and where one is missing, not finite or out of
 * range.
 */
export function coordinates(deployment: Deployment | null): Coordinates | null {
  if (deployment === null) return null;
  const { latitude, longitude } = deployment;
  return isWithin(latitude, 90) && isWithin(longitude, 180) ? { latitude, longitude } : null;
}

/** The code of a warning for a station whose coordinates are no place, or 0, 0, which usually means that they are unknown. */
export function doubtfulCoordinates(deployment: Deployment | null): "COORDINATES_INVALID" | "COORDINATES_ZERO" | null {
  if (deployment === null) return null;
  const { latitude, longitude } = deployment;
  if (coordinates(deployment) !== null) return latitude === 0 && longitude === 0 ? "COORDINATES_ZERO" : null;
  return latitude === null && longitude === null ? null : "COORDINATES_INVALID";
}

/** False for NaN. */
function isWithin(degrees: number | null, limit: number): degrees is number {
  return degrees !== null && Math.abs(degrees) <= limit;
}
