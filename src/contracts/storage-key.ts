import { ExportError } from "./export-error.js";

const LONGEST_KEY = 512;

/**
 * The key itself, when it is relative, `/`-separated printable ASCII of at most 512 bytes without an empty, `.` or `..` part.
 * A key is refused rather than rewritten.
 *
 * @throws ExportError `STORAGE_KEY_INVALID`.
 */
export function checkStorageKey(key: string): string {
  const valid =
    key.length <= LONGEST_KEY &&
    /^[\x20-\x7e]+$/.test(key) &&
    !key.includes("\\") &&
    key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (!valid) throw new ExportError("STORAGE_KEY_INVALID");
  return key;
}
