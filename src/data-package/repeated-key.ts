/** The number of hashes that are compared at once, 2 MiB, and the most readings. */
const WINDOW = 524_288;
const MOST_PASSES = 8;

/** The keys among which one that comes twice is searched. */
export interface SearchedKeys {
  /** The number of the keys. */
  readonly count: number;
  /** Gives all keys, in ASCII, one a line. Called for each reading. */
  read(): AsyncIterable<Uint8Array>;
}

/**
 * Finds keys that come twice among any number of keys. Nothing is held while the keys are written. They are read in at most eight passes, each
 * of which compares a share of their hashes, and once more where hashes are alike. One search serves table after table in the same memory.
 */
export class RepeatedKeySearch {
  readonly #share = new Hashes();
  readonly #window: number;

  /** @param options.window - the number of hashes that are compared at once; for a test. */
  constructor({ window = WINDOW }: { readonly window?: number } = {}) {
    this.#window = window;
  }

  /** Returns a key that comes twice; null where none does. One search at a time. */
  async find({ count, read }: SearchedKeys): Promise<string | null> {
    const passes = Math.max(1, Math.min(MOST_PASSES, Math.ceil(count / this.#window)));
    const suspects = new Set<number>();
    const share = this.#share;
    for (let pass = 0; pass < passes; pass += 1) {
      await eachKey(read(), (hash) => {
        if (hash % passes === pass) share.add(hash);
      });
      share.takeRepeated(suspects);
    }
    return suspects.size === 0 ? null : await firstRepeated(read(), suspects);
  }
}

async function firstRepeated(keys: AsyncIterable<Uint8Array>, suspects: ReadonlySet<number>): Promise<string | null> {
  const seen = new Set<string>();
  const repeated: string[] = [];
  await eachKey(keys, (hash, textOf) => {
    if (repeated.length > 0 || !suspects.has(hash)) return;
    const key = textOf();
    if (seen.has(key)) repeated.push(key);
    seen.add(key);
  });
  return repeated[0] ?? null;
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
    for (let index = 1; index < sorted.length; index += 1) {
      const hash = sorted[index] ?? 0;
      if (hash === sorted[index - 1]) repeated.add(hash);
    }
  }
}

const LF = 10;
/** FNV-1a, 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Hashes lines where they lie, and makes a text of one only when it is asked for: a text for each would be garbage. */
async function eachKey(
  chunks: AsyncIterable<Uint8Array>,
  use: (hash: number, textOf: () => string) => void,
): Promise<void> {
  let value = OFFSET;
  let begun = "";
  for await (const chunk of chunks) {
    let [start, end] = [0, 0];
    const textOf = (): string => begun + asciiOf(chunk.subarray(start, end));
    for (; end < chunk.length; end += 1) {
      const byte = chunk[end] ?? LF;
      if (byte !== LF) {
        value = Math.imul(value ^ byte, PRIME);
        continue;
      }
      use(value >>> 0, textOf);
      [value, start, begun] = [OFFSET, end + 1, ""];
    }
    begun = textOf();
  }
}

function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
