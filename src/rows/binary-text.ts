/** Bytes as drivers give them: `Buffer` and `Uint8Array`, libsql an `ArrayBuffer`. */
export type Binary = Uint8Array | ArrayBuffer;

/** Bytes as base64 (RFC 4648 §4), the form of bytes in every text format; null for all that is not bytes. */
export function binaryText(value: unknown): string | null {
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  return value instanceof ArrayBuffer ? Buffer.from(value).toString("base64") : null;
}
