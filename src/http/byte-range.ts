import type { ByteRange } from "../contracts/storage-adapter.js";

/**
 * The one range of bytes that a request asks for, with both ends (RFC 9110 §14.2); null for the whole file. Several
 * ranges, another unit and what is no range are ignored, as the RFC allows. So is every range when `If-Range` does not
 * hold the strong tag (§13.1.5).
 */
export function wantedRange(
  headers: Headers,
  { size, tag }: { readonly size: number; readonly tag: string },
): Required<ByteRange> | "unsatisfiable" | null {
  const condition = headers.get("if-range");
  if (condition !== null && condition.trim() !== tag) return null;
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(headers.get("range") ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return null;
  if (first !== "" && last !== "" && BigInt(last) < BigInt(first)) return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end ? { start, end } : "unsatisfiable";
}
