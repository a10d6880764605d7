/** A value of a column as text by which equal values are found: bytes by their digits, as some drivers give them as `ArrayBuffer`. */
export function valueText(value: unknown): string {
  if (value instanceof ArrayBuffer) return valueText(new Uint8Array(value));
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  return value instanceof Date ? String(value.getTime()) : String(value);
}
