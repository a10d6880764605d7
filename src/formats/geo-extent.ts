import { Longitudes } from "../values/longitudes.js";
import { coordinatesOf } from "./point-text.js";

/** A box as RFC 7946 §5 has it. */
export type GeoBox = readonly [west: number, south: number, east: number, north: number];

/** The box around the points that were written, in bounded memory. */
export class GeoExtent {
  readonly #longitudes = new Longitudes();
  #south = Number.POSITIVE_INFINITY;
  #north = Number.NEGATIVE_INFINITY;
  #last: string | undefined;

  /** @param point - the text of a Point, or `null`. */
  add(point: string | undefined): void {
    // Rows of one station follow each other.
    if (point === undefined || point === this.#last) return;
    this.#last = point;
    const coordinates = coordinatesOf(point);
    if (coordinates === null) return;
    const [longitude, latitude] = coordinates;
    this.#longitudes.add(longitude);
    this.#south = Math.min(this.#south, latitude);
    this.#north = Math.max(this.#north, latitude);
  }

  /** The narrowest box: one across 180° has its west above its east (RFC 7946 §5.2). Null without a point. */
  bbox(): GeoBox | null {
    const span = this.#longitudes.span();
    return span && [span.west, this.#south, span.east, this.#north];
  }
}
