import { sameBytes } from "./key-hash.js";
import type { KeyRecord } from "./key-file.js";

/** A set of keys, held as bytes: no key is ever a name, so that none can be `__proto__`, and none is made a text. */
export class KeySet {
  #slots = new Int32Array(1 << 10);
  #bits = 10;
  #keys = 0;
  #hashes = new Uint32Array(1 << 9);
  #starts = new Float64Array(1 << 9);
  #bytes = Buffer.allocUnsafe(1 << 15);
  #used = 0;

  has(key: KeyRecord): boolean {
    return this.#slots[this.#slot(key)] !== 0;
  }

  /** Adds a key. @returns false when it was there. */
  add(key: KeyRecord): boolean {
    // Before the slot is looked for: half as many keys as slots have room.
    if (this.#keys * 2 === this.#slots.length) this.#grow();
    const slot = this.#slot(key);
    if (this.#slots[slot] !== 0) return false;
    this.#store(key);
    this.#slots[slot] = this.#keys;
    return true;
  }

  #slot({ bytes, from, length, hash }: KeyRecord): number {
    const mask = this.#slots.length - 1;
    for (let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - this.#bits); ; slot = (slot + 1) & mask) {
      const key = (this.#slots[slot] ?? 0) - 1;
      if (key < 0) return slot;
      if (this.#hashes[key] !== hash) continue;
      const start = this.#starts[key] ?? 0;
      const end = key + 1 < this.#keys ? (this.#starts[key + 1] ?? 0) : this.#used;
      if (end - start === length && sameBytes(this.#bytes, start, bytes, from, length)) return slot;
    }
  }

  #store({ bytes, from, length, hash }: KeyRecord): void {
    if (this.#used + length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#used + length));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    bytes.copy(this.#bytes, this.#used, from, from + length);
    this.#hashes[this.#keys] = hash;
    this.#starts[this.#keys] = this.#used;
    this.#keys += 1;
    this.#used += length;
  }

  #grow(): void {
    this.#bits += 1;
    this.#slots = new Int32Array(1 << this.#bits);
    const mask = this.#slots.length - 1;
    this.#hashes = resized(this.#hashes, new Uint32Array(1 << (this.#bits - 1)));
    this.#starts = resized(this.#starts, new Float64Array(1 << (this.#bits - 1)));
    for (let key = 0; key < this.#keys; key += 1) {
      let slot = Math.imul(this.#hashes[key] ?? 0, 0x9e3779b1) >>> (32 - this.#bits);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = key + 1;
    }
  }
}

function resized<Numbers extends { set(from: Numbers): void }>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
