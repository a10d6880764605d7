import type { WarningListener } from "../contracts/row-format.js";
import type { TypedCell } from "../formats/typed-cell.js";
import type { TypedRow } from "../formats/typed-reader.js";
import type { GeoPoints } from "./geo-points.js";

const POINT_BYTES = 24;

/** Gathers the cells of rows by column; the points, where there are any, are the last column. */
export class RowGroup {
  readonly #width: number;
  readonly #points: GeoPoints | null;
  #cells: readonly TypedCell[][] = [];
  #bytes = 0;
  #position = 0;

  constructor(columns: number, points: GeoPoints | null) {
    this.#width = columns + (points === null ? 0 : 1);
    this.#points = points;
    this.take();
  }

  /** About how many bytes its cells have. */
  get bytes(): number {
    return this.#bytes;
  }

  add(rows: readonly TypedRow[], onWarning: WarningListener): void {
    const unplaced: number[] = [];
    for (const { cells, bytes } of rows) {
      this.#position += 1;
      this.#bytes += bytes;
      for (const [index, cell] of cells.entries()) this.#cells[index]?.push(cell);
      if (this.#points === null) continue;
      const point = this.#points.pointOf(cells);
      if (point === undefined) unplaced.push(this.#position);
      this.#cells.at(-1)?.push(point ?? null);
      this.#bytes += POINT_BYTES;
    }
    if (unplaced.length > 0) onWarning("COORDINATES_INVALID", unplaced.length, `row ${unplaced[0]}`);
  }

  /** The cells of each column. It is empty after this. */
  take(): readonly TypedCell[][] {
    const taken = this.#cells;
    this.#cells = Array.from({ length: this.#width }, () => []);
    this.#bytes = 0;
    return taken;
  }
}
