import { linesOf } from "../packages/distinct-ids.js";

/** The number of hashes that are compared at once, 2 MiB, and the most readings. */
const WINDOW = 524_288;
const MOST_PASSES = 8;

/** The parts of the search for a key that comes twice. */
export interface RepeatedKeyOptions {
  /** The number of the keys. */
  readonly count: number;
  /** Gives all keys, in ASCII, one a line. Called for each reading. */
  read(): AsyncIterable<Uint8Array>;
  /** The number of hashes that are compared at once; for a test. */
  readonly window?: number;
}

/**
 * Returns a key that comes twice among any number of keys; null where none does. Nothing is held while the keys are written. They are read in
 * at most eight passes, each of which compares a share of their hashes, and once more where hashes are alike.
 */
export async function repeatedKey({ count, read, window = WINDOW }: RepeatedKeyOptions): Promise<string | null> {
  const passes = Math.max(1, Math.min(MOST_PASSES, Math.ceil(count / window)));
  const suspects = new Set<number>();
  const share = new Hashes();
  for (let pass = 0; pass < passes; pass += 1) {
    await eachHash(read(), (hash) => {
      if (hash % passes === pass) share.add(hash);
    });
    share.takeRepeated(suspects);
  }
  return suspects.size === 0 ? null : await firstRepeated(read(), suspects);
}

async function firstRepeated(keys: AsyncIterable<Uint8Array>, suspects: ReadonlySet<number>): Promise<string | null> {
  const seen = new Set<string>();
  for await (const key of linesOf(keys)) {
    if (!suspects.has(hashOf(key))) continue;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}

/** Hashes in memory that grows with them and is used again. */
class Hashes {
  #values = new Uint32Array(65_536);
  #length = 0;

  add(hash: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Uint32Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = hash;
    this.#length += 1;
  }

  /** Adds those that are there twice, and forgets all. */
  takeRepeated(repeated: Set<number>): void {
    const sorted = this.#values.subarray(0, this.#length).sort();
    this.#length = 0;
    for (const [index, hash] of sorted.entries()) if (index > 0 && hash === sorted[index - 1]) repeated.add(hash);
  }
}

const LF = 10;
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Hashes lines where they lie: a text for each would be garbage. */
async function eachHash(chunks: AsyncIterable<Uint8Array>, use: (hash: number) => void): Promise<void> {
  let value = OFFSET;
  for await (const chunk of chunks)
    for (const byte of chunk) {
      if (byte !== LF) {
        value = Math.imul(value ^ byte, PRIME);
        continue;
      }
      use(value >>> 0);
      value = OFFSET;
    }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let value = OFFSET;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  return value >>> 0;
}
