/** Differs from run to run, so that nobody can choose keys that fall together. */
const SEED = (Math.random() * 2 ** 32) >>> 0;

/** A hash of bytes, as an unsigned integer of 32 bits. Equal keys have equal hashes; the keys themselves are compared as well. */
export function keyHash(bytes: Uint8Array, from: number, to: number): number {
  let hash = SEED ^ (to - from);
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x5bd1e995) ^ (hash >>> 15);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whether two ranges of bytes are equal. */
export function sameBytes(a: Uint8Array, fromA: number, b: Uint8Array, fromB: number, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (a[fromA + at] !== b[fromB + at]) return false;
  return true;
}
