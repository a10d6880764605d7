import type { ColumnType } from "../formats/column-type.js";
import type { TypedCell } from "../formats/typed-cell.js";
import type { TypedColumn } from "../formats/typed-column.js";
import { typedText } from "../formats/typed-text.js";
import { termName } from "../sensitivity/terms/term-name.js";

/** The columns that a file's points are made of. */
export interface PointColumns {
  readonly longitude: PlacedColumn;
  readonly latitude: PlacedColumn;
}

interface PlacedColumn {
  readonly index: number;
  readonly type: ColumnType;
}

/** The columns that are a place: a pair of dwc:decimalLongitude and dwc:decimalLatitude; null without one. */
export function pointColumns(columns: readonly TypedColumn<never>[]): PointColumns | null {
  const at = (term: string): PlacedColumn => {
    const index = columns.findIndex((column) => termName(column.term) === term);
    return { index, type: columns[index]?.type ?? "text" };
  };
  const [longitude, latitude] = [at("dwc:decimalLongitude"), at("dwc:decimalLatitude")];
  return longitude.index < 0 || latitude.index < 0 ? null : { longitude, latitude };
}

/** Collects the points of a file, for its rows and for what it says of itself. */
export class GeoPoints {
  readonly #at: PointColumns;
  // Rows of one station follow each other, and an array of bytes takes ten times what it holds.
  #last: { readonly x: number; readonly y: number; readonly point: Uint8Array } | null = null;
  #box: readonly [west: number, south: number, east: number, north: number] | null = null;

  constructor(at: PointColumns) {
    this.#at = at;
  }

  /** The row's point as WKB (OGC 06-103r4 §8.2); null where it has no coordinates, undefined where they are no place. */
  pointOf(cells: readonly TypedCell[]): Uint8Array | null | undefined {
    const [x, y] = [degrees(cells, this.#at.longitude), degrees(cells, this.#at.latitude)];
    if (x === null || y === null) return null;
    if (!(Math.abs(x) <= 180 && Math.abs(y) <= 90)) return undefined;
    const [west, south, east, north] = this.#box ?? [x, y, x, y];
    this.#box = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
    if (this.#last?.x !== x || this.#last.y !== y) this.#last = { x, y, point: wkbPoint(x, y) };
    return this.#last.point;
  }

  /** The metadata of GeoParquet 1.1.0 under the key `geo`. */
  metadata(column: string): string {
    const box = this.#box === null ? {} : { bbox: this.#box };
    const described = { encoding: "WKB", geometry_types: ["Point"], crs: CRS84, ...box };
    return JSON.stringify({ version: "1.1.0", primary_column: column, columns: { [column]: described } });
  }
}

/** NaN for what is no number. */
function degrees(cells: readonly TypedCell[], { index, type }: PlacedColumn): number | null {
  const cell = cells[index] ?? null;
  if (typeof cell === "number") return cell;
  const text = typedText(cell, type).trim();
  return text === "" ? null : Number(text);
}

function wkbPoint(x: number, y: number): Uint8Array {
  const bytes = new Uint8Array(21);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 1);
  view.setUint32(1, 1, true);
  view.setFloat64(5, x, true);
  view.setFloat64(13, y, true);
  return bytes;
}

/** As PROJJSON: longitude first, then latitude, on WGS 84. */
const CRS84 = {
  $schema: "https://proj.org/schemas/v0.5/projjson.schema.json",
  type: "GeographicCRS",
  name: "WGS 84 longitude-latitude",
  datum: {
    type: "GeodeticReferenceFrame",
    name: "World Geodetic System 1984",
    ellipsoid: { name: "WGS 84", semi_major_axis: 6378137, inverse_flattening: 298.257223563 },
  },
  coordinate_system: {
    subtype: "ellipsoidal",
    axis: [
      { name: "Geodetic longitude", abbreviation: "Lon", direction: "east", unit: "degree" },
      { name: "Geodetic latitude", abbreviation: "Lat", direction: "north", unit: "degree" },
    ],
  },
  id: { authority: "OGC", code: "CRS84" },
};
