/** A point in decimal degrees (EPSG:4326). */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** A point that stands for any place in its grid cell. */
export interface GridPoint extends Point {
  /** In metres: from the centre of the cell no place in it is farther away. */
  readonly uncertaintyInMeters: number;
}

/** A box in decimal degrees. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * The centre of the grid cell that a point lies in. The same cell gives the same centre, so that no number of exports tells more. The
 * uncertainty is the diagonal of the cell at its centre on WGS84 (Chapman 2020: 15,691 m for 0.1 degrees at the equator).
 *
 * @param size - of a cell, in degrees: 0.1, 0.01 or 0.001.
 */
export function gridPoint({ latitude, longitude }: Point, size: number): GridPoint {
  const centre = { latitude: centreOf(latitude, size, 90), longitude: centreOf(longitude, size, 180) };
  return { ...centre, uncertaintyInMeters: Math.ceil(diagonal(centre.latitude, size)) };
}

/** The smallest box of whole grid cells around a box. One that crosses 180 degrees stays so. */
export function snapOutwards({ west, south, east, north }: Box, size: number): Box {
  return {
    west: Math.max(-180, edge(Math.floor(inCells(west, size)), size)),
    south: Math.max(-90, edge(Math.floor(inCells(south, size)), size)),
    east: Math.min(180, edge(Math.ceil(inCells(east, size)), size)),
    north: Math.min(90, edge(Math.ceil(inCells(north, size)), size)),
  };
}

/** 90 and 180 degrees belong to the last cell. */
function centreOf(degrees: number, size: number, limit: number): number {
  const last = Math.round(limit / size) - 1;
  const cell = Math.min(Math.floor(inCells(degrees, size)), last);
  return decimal((cell + 0.5) * size, size);
}

/** Rounded to twelve digits: 0.29 / 0.01 is 28.999999999999996. */
function inCells(degrees: number, size: number): number {
  return Number((degrees / size).toPrecision(12));
}

function edge(cell: number, size: number): number {
  return decimal(cell * size, size);
}

/** One digit more than the grid has. */
function decimal(degrees: number, size: number): number {
  return Number(degrees.toFixed(String(size).length - 1)) + 0;
}

/** In metres, by the series for the length of a degree on WGS84. */
function diagonal(latitude: number, size: number): number {
  const angle = (latitude * Math.PI) / 180;
  const north = 111132.92 - 559.82 * Math.cos(2 * angle) + 1.175 * Math.cos(4 * angle) - 0.0023 * Math.cos(6 * angle);
  const east = 111412.84 * Math.cos(angle) - 93.5 * Math.cos(3 * angle) + 0.118 * Math.cos(5 * angle);
  return Math.hypot(north, east) * size;
}
