import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { StoredFile } from "../../contracts/storage-adapter.js";
import { findDirectory } from "./directories.js";
import { directoriesOf } from "./key-place.js";
import { failed, unlessMissing } from "./storage-error.js";
import { UPLOAD_PREFIX } from "./upload-name.js";

/** The files below the root whose keys begin with the prefix; unfinished uploads and symbolic links are none of them. */
export async function* listFiles(root: string, prefix: string): AsyncGenerator<StoredFile, void, undefined> {
  const directories = directoriesOf(prefix);
  await using start = await unlessMissing(findDirectory(root, directories), null);
  if (start !== null) yield* below(start.path, { parent: directories.map((name) => `${name}/`).join(""), prefix });
}

interface Walk {
  /** The prefix of the keys in the directory: empty, or ending in `/`. */
  readonly parent: string;
  readonly prefix: string;
}

async function* below(directory: string, { parent, prefix }: Walk): AsyncGenerator<StoredFile, void, undefined> {
  for (const entry of await unlessMissing(readdir(directory, { withFileTypes: true }).catch(failed), [])) {
    const key = parent + entry.name;
    if (!key.startsWith(prefix) || entry.name.startsWith(UPLOAD_PREFIX)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* below(path, { parent: `${key}/`, prefix });
    else yield* fileOf(path, key, entry);
  }
}

async function* fileOf(path: string, key: string, entry: Dirent): AsyncGenerator<StoredFile, void, undefined> {
  const stats = entry.isFile() ? await unlessMissing(lstat(path).catch(failed), null) : null;
  if (stats !== null) yield { key, size: stats.size, modifiedAt: stats.mtime.toISOString() };
}
