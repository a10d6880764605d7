import type { ScratchFile } from "../../reader/scratch-file.js";
import { keyHash, sameBytes } from "./key-hash.js";

/** Keys are spread over this many parts, each of which is looked at alone. */
export const PARTS = 64;
const BITS = 6;
/** The most times that a part can be spread again: the hash has no more bits. */
export const DEEPEST = 4;
const BUFFER = 16 * 1024;
/** hash, count, line, length */
const HEAD = 20;

/** A key as it was added. `bytes` holds until the next. */
export interface KeyRecord {
  readonly bytes: Buffer;
  readonly from: number;
  readonly length: number;
  readonly hash: number;
  /** The row in which it stands first. */
  readonly line: number;
  /** In how many rows that follow one another it stands. */
  readonly count: number;
}

/** The position of a key, and its row. */
export interface KeyRange {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

interface Block {
  readonly from: number;
  readonly length: number;
}

/**
 * Keys of any number, spread by their hashes over parts that can be read one by one: equal keys lie in one part. Memory is that of one
 * buffer for each part; what is more lies in the scratch file.
 */
export class KeyFile {
  readonly depth: number;
  readonly #scratch: ScratchFile;
  readonly #buffers: (Buffer | null)[] = new Array<Buffer | null>(PARTS).fill(null);
  readonly #used = new Int32Array(PARTS);
  readonly #blocks: Block[][] = Array.from({ length: PARTS }, () => []);
  readonly #sizes = new Float64Array(PARTS);

  constructor(scratch: ScratchFile, depth = 0) {
    this.#scratch = scratch;
    this.depth = depth;
  }

  add({ bytes, from, to, line }: KeyRange, count = 1): void {
    const hash = keyHash(bytes, from, to);
    const part = (hash >>> (this.depth * BITS)) % PARTS;
    const length = HEAD + to - from;
    this.#sizes[part] = (this.#sizes[part] ?? 0) + length;
    const buffer = this.#room(part, length);
    const own = buffer.length === BUFFER;
    const at = own ? (this.#used[part] ?? 0) : 0;
    buffer.writeUInt32LE(hash, at);
    buffer.writeUInt32LE(count, at + 4);
    buffer.writeDoubleLE(line, at + 8);
    buffer.writeUInt32LE(to - from, at + 16);
    buffer.set(bytes.subarray(from, to), at + HEAD);
    if (own) this.#used[part] = at + length;
    else this.#write(part, buffer);
  }

  /** Returns the number of bytes that a part takes. */
  size(part: number): number {
    return this.#sizes[part] ?? 0;
  }

  /** Writes all buffers to the scratch file, to free their memory. */
  seal(): void {
    for (let part = 0; part < PARTS; part += 1) this.#flush(part);
    this.#buffers.fill(null);
  }

  /** The keys of a part, in the order in which they were added. */
  *records(part: number): Generator<KeyRecord, void, undefined> {
    for (const { from, length } of this.#blocks[part] ?? []) yield* recordsOf(this.#scratch.read(from, length));
    const buffer = this.#buffers[part];
    if (buffer) yield* recordsOf(buffer.subarray(0, this.#used[part]));
  }

  /** A buffer with room for a record: the part's own, or one for a record that is larger than that. */
  #room(part: number, length: number): Buffer {
    if (length > BUFFER) {
      this.#flush(part);
      return Buffer.allocUnsafe(length);
    }
    if ((this.#used[part] ?? 0) + length > BUFFER) this.#flush(part);
    return (this.#buffers[part] ??= Buffer.allocUnsafeSlow(BUFFER));
  }

  #flush(part: number): void {
    const used = this.#used[part] ?? 0;
    const buffer = this.#buffers[part];
    if (used > 0 && buffer) this.#write(part, buffer.subarray(0, used));
    this.#used[part] = 0;
  }

  #write(part: number, bytes: Buffer): void {
    this.#blocks[part]?.push({ from: this.#scratch.append(bytes), length: bytes.length });
  }
}

function* recordsOf(bytes: Buffer): Generator<KeyRecord, void, undefined> {
  for (let at = 0; at + HEAD <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 16);
    yield {
      bytes,
      from: at + HEAD,
      length,
      hash: bytes.readUInt32LE(at),
      line: bytes.readDoubleLE(at + 8),
      count: bytes.readUInt32LE(at + 4),
    };
    at += HEAD + length;
  }
}

/** Adds keys to a file, and one that follows itself only once, with its number. */
export class RepeatingKeys {
  readonly #file: KeyFile;
  #last = Buffer.alloc(64);
  #length = -1;
  #line = 0;
  #count = 0;

  constructor(file: KeyFile) {
    this.#file = file;
  }

  add({ bytes, from, to, line }: KeyRange): void {
    if (to - from === this.#length && sameBytes(this.#last, 0, bytes, from, this.#length)) {
      this.#count += 1;
      return;
    }
    this.close();
    if (to - from > this.#last.length) this.#last = Buffer.alloc(2 * (to - from));
    this.#last.set(bytes.subarray(from, to));
    this.#length = to - from;
    this.#line = line;
    this.#count = 1;
  }

  /** Adds the last key. */
  close(): void {
    if (this.#length < 0) return;
    this.#file.add({ bytes: this.#last, from: 0, to: this.#length, line: this.#line }, this.#count);
    this.#length = -1;
  }
}
