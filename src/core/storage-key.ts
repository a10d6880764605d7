import { randomBytes } from "node:crypto";
import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { Id } from "../contracts/id.js";

const LONGEST_KEY = 512;

/**
 * A key that no attempt had before: `exports/<project>/<export>/<22 random characters>/<filename>`. The random part is 128 bits, so
 * that a key can neither repeat nor be guessed.
 */
export function createStorageKey(record: Pick<ExportRecord, "id" | "projectId">, filename: string): string {
  const random = randomBytes(16).toString("base64url");
  return checkStorageKey(["exports", segment(record.projectId), segment(record.id), random, filename].join("/"));
}

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

function segment(id: Id): string {
  return encodeURIComponent(String(id)).replaceAll(".", "%2E");
}
