import { linesOf } from "../packages/distinct-ids.js";

/** The number of hashes in one piece of memory: 256 KiB. */
const PIECE = 65_536;

/** Finds a key that comes twice among any number of keys, with four bytes of memory for each. */
export class DistinctKeys {
  readonly #pieces: Uint32Array[] = [];
  #count = 0;

  /** @param key - in ASCII. */
  add(key: string): void {
    const at = this.#count % PIECE;
    if (at === 0) this.#pieces.push(new Uint32Array(PIECE));
    const piece = this.#pieces.at(-1);
    if (piece !== undefined) piece[at] = hash(key);
    this.#count += 1;
  }

  /**
   * Returns a key that came twice; null where none did.
   *
   * @param read - gives all keys again, one a line. Asked only where two keys have one hash.
   */
  async findRepeated(read: () => AsyncIterable<Uint8Array>): Promise<string | null> {
    const suspects = this.#repeatedHashes();
    if (suspects.size === 0) return null;
    const seen = new Set<string>();
    for await (const key of linesOf(read())) {
      if (!suspects.has(hash(key))) continue;
      if (seen.has(key)) return key;
      seen.add(key);
    }
    return null;
  }

  #repeatedHashes(): ReadonlySet<number> {
    const all = new Uint32Array(this.#count);
    for (const [index, piece] of this.#pieces.entries())
      all.set(piece.subarray(0, Math.min(PIECE, this.#count - index * PIECE)), index * PIECE);
    this.#pieces.length = 0;
    all.sort();
    const repeated = new Set<number>();
    for (let index = 1; index < all.length; index += 1) {
      const value = all[index];
      if (value !== undefined && value === all[index - 1]) repeated.add(value);
    }
    return repeated;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
