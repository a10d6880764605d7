import { mkdir, open, realpath, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { ExportError } from "../../contracts/export-error.js";
import { upwards, type KeyPlace } from "./key-place.js";
import { errnoOf, failed, failedWrite } from "./storage-error.js";

const CANNOT_SYNC_DIRECTORIES: ReadonlySet<string | undefined> = new Set(["EINVAL", "EISDIR", "EPERM", "ENOTSUP"]);

/**
 * The path of a directory below the root. The root may be a symbolic link; nothing below it may.
 *
 * @throws ExportError `STORAGE_FILE_MISSING` when it is not there, `STORAGE_DENIED` when a link is on the way.
 */
export async function findDirectory(root: string, directories: readonly string[]): Promise<string> {
  const directory = join(await realpath(root).catch(failed), ...directories);
  if ((await realpath(directory).catch(failed)) !== directory) throw new ExportError("STORAGE_DENIED");
  return directory;
}

/** The same, with every directory made that is not there, private to this user (mode 0700). */
export async function makeDirectory(root: string, directories: readonly string[]): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 }).catch(failedWrite);
  let directory = await realpath(root).catch(failedWrite);
  for (const name of directories) {
    const parent = directory;
    directory = join(parent, name);
    if (await makeOne(directory)) await syncDirectory(parent);
    if ((await realpath(directory).catch(failedWrite)) !== directory) throw new ExportError("STORAGE_DENIED");
  }
  return directory;
}

/**
 * Makes what was created or deleted in a directory last through a crash, where the file system can.
 *
 * @throws ExportError `STORAGE_FILE_MISSING` when a delete elsewhere has emptied and removed it.
 */
export async function syncDirectory(directory: string): Promise<void> {
  const opened = await open(directory, "r").catch(unlessUnable);
  try {
    await opened?.sync().catch(unlessUnable);
  } finally {
    await opened?.close();
  }
}

/** Removes the directories of a place that have become empty, as far as others let it. */
export async function pruneDirectories(root: string, place: KeyPlace): Promise<void> {
  for (const directory of upwards(root, place)) {
    try {
      await rmdir(directory);
    } catch {
      // Not empty, or a put or another delete is at it: then it is not this call's to remove.
      return;
    }
  }
}

async function makeOne(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    return errnoOf(error) === "EEXIST" ? false : failedWrite(error);
  }
}

function unlessUnable(error: unknown): undefined {
  return CANNOT_SYNC_DIRECTORIES.has(errnoOf(error)) ? undefined : failed(error);
}
