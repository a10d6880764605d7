const SPACE = 32;
const DELETE = 127;

/** Whether a reader may take an id for another, or for none: spaces at its ends, characters beyond ASCII, or a text that reads as null. */
export function isUnsafeId(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] === SPACE || bytes[to - 1] === SPACE) return true;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < SPACE || byte >= DELETE) return true;
  }
  const length = to - from;
  return (length === 4 || length === 2) && /^(?:null|\\n)$/i.test(String.fromCharCode(...bytes.subarray(from, to)));
}
