import { lstat, mkdir, realpath, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { ExportError } from "../../contracts/export-error.js";
import { type HeldDirectory, holdDirectory } from "./held-directory.js";
import type { KeyPlace } from "./key-place.js";
import { errnoOf, failed, failedWrite } from "./storage-error.js";

/**
 * Opens a directory below the root. The root may be a symbolic link; nothing below it may.
 *
 * @throws ExportError `STORAGE_FILE_MISSING` when it is missing, `STORAGE_DENIED` when a link is on the way.
 */
export async function findDirectory(root: string, directories: readonly string[]): Promise<HeldDirectory> {
  return await walk(await realpath(root).catch(failed), directories, { enter: openOne, failed });
}

/** The same, with every missing directory made, private to this user (mode 0700). */
export async function makeDirectory(root: string, directories: readonly string[]): Promise<HeldDirectory> {
  await mkdir(root, { recursive: true, mode: 0o700 }).catch(failedWrite);
  return await walk(await realpath(root).catch(failedWrite), directories, {
    enter: makeAndOpenOne,
    failed: failedWrite,
  });
}

/** Removes the directories of a place that have become empty, as far as others let it; those that are gone already count as removed. */
export async function pruneDirectories(root: string, { directories }: KeyPlace): Promise<void> {
  for (let depth = directories.length; depth > 0; depth -= 1) {
    const removed = await removeEmpty(root, directories.slice(0, depth));
    // Not empty, a link, or a put or another delete is at it: then it is not this call's to remove.
    if (!removed) return;
  }
}

async function removeEmpty(root: string, directories: readonly string[]): Promise<boolean> {
  try {
    await using parent = await findDirectory(root, directories.slice(0, -1));
    await rmdir(join(parent.path, directories.slice(-1).join()));
    return true;
  } catch (error) {
    return errnoOf(ExportError.is(error) ? error.cause : error) === "ENOENT";
  }
}

/** The way to take one step of a walk, and to treat a system's error. */
interface Steps {
  readonly enter: (parent: HeldDirectory, name: string) => Promise<HeldDirectory>;
  readonly failed: (error: unknown) => never;
}

async function walk(root: string, names: readonly string[], { enter, failed: fail }: Steps): Promise<HeldDirectory> {
  let directory = await holdDirectory(root).catch(fail);
  for (const name of names) {
    await using parent = directory;
    directory = await enter(parent, name).catch(fail);
  }
  return directory;
}

async function makeAndOpenOne(parent: HeldDirectory, name: string): Promise<HeldDirectory> {
  if (await makeOne(join(parent.path, name))) await parent.sync();
  return await openOne(parent, name);
}

async function makeOne(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @throws ExportError `STORAGE_DENIED` for a symbolic link. */
async function openOne(parent: HeldDirectory, name: string): Promise<HeldDirectory> {
  const path = join(parent.path, name);
  try {
    return await holdDirectory(path);
  } catch (error) {
    const isLink = await lstat(path).then(
      (facts) => facts.isSymbolicLink(),
      () => false,
    );
    throw isLink ? new ExportError("STORAGE_DENIED", { cause: error }) : error;
  }
}
