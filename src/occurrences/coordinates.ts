import type { Deployment } from "./occurrence.js";

/** A place in decimal degrees (EPSG:4326). */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Where a station stands; null where that is not known, and where a coordinate is missing, not finite or out of range. */
export function coordinates(deployment: Deployment | null): Coordinates | null {
  if (deployment === null) return null;
  const { latitude, longitude } = deployment;
  return isWithin(latitude, 90) && isWithin(longitude, 180) ? { latitude, longitude } : null;
}

/** Whether a station has something for coordinates that is no place. */
export function hasInvalidCoordinates(deployment: Deployment | null): boolean {
  if (deployment === null || coordinates(deployment) !== null) return false;
  return deployment.latitude !== null || deployment.longitude !== null;
}

/** False for NaN. */
function isWithin(degrees: number | null, limit: number): degrees is number {
  return degrees !== null && Math.abs(degrees) <= limit;
}
