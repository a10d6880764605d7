/** The number of parts that the circle is cut into. */
const PARTS = 3600;

/** The western and the eastern edge of a box. */
export interface WestToEast {
  readonly west: number;
  readonly east: number;
}

/**
 * The narrowest span around longitudes, in bounded memory. One that crosses 180° has a `west` above its `east`. Where no gap of a tenth of
 * a degree is left it is the whole circle, -180 to 180.
 */
export class Longitudes {
  /** The least and the greatest longitude of each part. */
  readonly #parts = new Map<number, WestToEast>();

  /** @param longitude - from -180 to 180, which are one meridian. */
  add(longitude: number): void {
    const degrees = longitude === -180 ? 180 : longitude;
    const part = Math.floor(((degrees + 180) / 360) * PARTS);
    const known = this.#parts.get(part) ?? { west: degrees, east: degrees };
    if (degrees >= known.west && degrees <= known.east && this.#parts.has(part)) return;
    this.#parts.set(part, { west: Math.min(known.west, degrees), east: Math.max(known.east, degrees) });
  }

  /** Null where there is no longitude. Of two gaps of one width the one across 180° stays outside. */
  span(): WestToEast | null {
    const parts = [...this.#parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined) return null;
    let widest = first.west + 360 - last.east;
    let span: WestToEast = { west: first.west, east: last.east };
    for (const [index, { west }] of parts.entries()) {
      const before = parts[index - 1];
      if (before === undefined || west - before.east <= widest) continue;
      widest = west - before.east;
      span = { west, east: before.east };
    }
    if (widest < 360 / PARTS) return { west: -180, east: 180 };
    // The meridian of 180° begins a span as -180.
    return span.west === 180 && span.east < 180 ? { ...span, west: -180 } : span;
  }
}
