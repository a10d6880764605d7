/**
 * The most bytes of rows in a page. Some pages are held at once: read ahead, with their relations, and as they are
 * written.
 */
export const PAGE_BYTES = 8 * 1024 * 1024;

/** Rows of the first page, before it is known what a row weighs. */
const FIRST_ROWS = 16;
/** The factor by which a page may have more rows than the one before it. */
const GROWTH = 4;
/** The number of rows of a page that are weighed. */
const WEIGHED = 32;

/** The weight of a part of a row: of its own columns, or of what belongs to it. */
export interface Weighed {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Decides the number of rows of the next page: few at first, then more, as long as they fit into so many bytes.
 */
export class PageSize {
  readonly #most: number;
  readonly #bytes: number;
  readonly #bytesPerRow = new Map<string, number>();
  #rows: number;

  /**
   * @param most - the most rows of a page.
   * @param bytes - its most bytes.
   */
  constructor(most: number, bytes: number = PAGE_BYTES) {
    this.#most = most;
    this.#bytes = bytes;
    this.#rows = Math.min(FIRST_ROWS, most);
  }

  /** The rows of the next page; at least 1. */
  get rows(): number {
    return this.#rows;
  }

  /** Takes in what a page weighed, part by part. */
  learn(part: "own" | "related", { rows, bytes }: Weighed): void {
    if (rows === 0) return;
    this.#bytesPerRow.set(part, bytes / rows);
    const bytesPerRow = [...this.#bytesPerRow.values()].reduce((sum, one) => sum + one, 1);
    const grown = part === "own" ? this.#rows * GROWTH : this.#rows;
    this.#rows = Math.max(1, Math.min(this.#most, grown, Math.floor(this.#bytes / bytesPerRow)));
  }
}

/**
 * Estimates the weight of some rows by a few of them: their text and bytes, and a little for every other value.
 *
 * @param made - makes of a row what is weighed; by default the row itself.
 */
export function weigh<Row extends object>(rows: readonly Row[], made: (row: Row) => object = (row) => row): Weighed {
  const step = Math.max(1, Math.floor(rows.length / WEIGHED));
  let weighed = 0;
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    if (index % step !== 0) continue;
    weighed += 1;
    bytes += bytesOf(made(row));
  }
  return { rows: weighed, bytes };
}

function bytesOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return value.byteLength;
  let bytes = 16;
  for (const part of Object.values(value)) bytes += bytesOf(part);
  return bytes;
}
