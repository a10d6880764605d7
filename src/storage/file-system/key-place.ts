import { ExportError } from "../../contracts/export-error.js";
import { checkStorageKey } from "../../contracts/storage-key.js";
import { UPLOAD_PREFIX } from "./upload-name.js";

/** The place below the root that a key points at. */
export interface KeyPlace {
  /** The names of the directories, from the root down; empty for a file in the root itself. */
  readonly directories: readonly string[];
  readonly filename: string;
}

/**
 * Takes a key apart. Core has checked it before; here it becomes a path, so it is checked once more.
 *
 * @throws ExportError `STORAGE_KEY_INVALID` also for a part that begins as unfinished uploads do.
 */
export function placeOf(key: string): KeyPlace {
  const parts = partsOf(key);
  return { directories: parts.slice(0, -1), filename: parts.slice(-1).join() };
}

/** The directories that a list's prefix names whole: `a/b/c` may begin a file or a directory in `a/b`. */
export function directoriesOf(prefix: string): readonly string[] {
  const end = prefix.lastIndexOf("/");
  return end === -1 ? [] : partsOf(prefix.slice(0, end));
}

function partsOf(path: string): readonly string[] {
  const parts = checkStorageKey(path).split("/");
  if (parts.some((part) => part.startsWith(UPLOAD_PREFIX))) throw new ExportError("STORAGE_KEY_INVALID");
  return parts;
}
