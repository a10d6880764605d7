import { ExportError } from "../contracts/export-error.js";
import type { ByteRange } from "../contracts/storage-adapter.js";

/** Bytes from `start` up to, but not including, `end`. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the span of a range in a file of `size` bytes; without a range, the whole file.
 * @throws ExportError `RANGE_NOT_SATISFIABLE` when the range holds no byte of the file (RFC 9110 §14.1.1).
 * @example
 * ```ts
 * const { start, end } = byteSpan(file.bytes.length, range);
 * ```
 */
export function byteSpan(size: number, range?: ByteRange): ByteSpan {
  if (range === undefined) return { start: 0, end: size };
  const { start, end: last = size - 1 } = range;
  const end = Math.min(last + 1, size);
  if (!(start >= 0 && start < end)) throw new ExportError("RANGE_NOT_SATISFIABLE");
  return { start, end };
}
