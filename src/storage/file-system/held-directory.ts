import { constants } from "node:fs";
import { lstat, open, realpath, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { ExportError } from "../../contracts/export-error.js";
import { errnoOf, failed } from "./storage-error.js";

/** A directory below the root. On Linux it stays the same one while it is held, whatever is put in the place of its name. */
export interface HeldDirectory extends AsyncDisposable {
  /** The prefix of the paths of its files. */
  readonly path: string;
  /**
   * Makes what was created or deleted in it last through a crash, where the file system can.
   *
   * @throws ExportError `STORAGE_FILE_MISSING` when a delete elsewhere has emptied and removed it.
   */
  sync(): Promise<void>;
}

const DIRECTORY = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);
const OPEN_FILES = "/proc/self/fd";

/**
 * Opens a directory. On Linux a path through its descriptor leads into that very directory; other platforms have no such path.
 *
 * @throws ExportError `STORAGE_DENIED` for a symbolic link where there is none; else what the system throws.
 */
export async function holdDirectory(path: string): Promise<HeldDirectory> {
  if (process.platform !== "linux") return await holdByName(path);
  const file = await open(path, DIRECTORY);
  try {
    const through = join(OPEN_FILES, String(file.fd));
    return (await isThere(through)) ? new LinuxDirectory(file, through) : await holdByName(path, file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

class LinuxDirectory implements HeldDirectory {
  readonly #file: FileHandle;

  constructor(
    file: FileHandle,
    readonly path: string,
  ) {
    this.#file = file;
  }

  async sync(): Promise<void> {
    await this.#file.sync().catch(unlessUnable);
    // Of a directory that was removed nothing lasts.
    if ((await this.#file.stat().catch(failed)).nlink === 0) throw new ExportError("STORAGE_FILE_MISSING");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}

/** Checked when it is opened; what is put in its place afterwards is followed. */
async function holdByName(path: string, file?: FileHandle): Promise<HeldDirectory> {
  await file?.close();
  if ((await realpath(path)) !== path) throw new ExportError("STORAGE_DENIED");
  return { path, sync: () => syncByName(path), [Symbol.asyncDispose]: async () => undefined };
}

const CANNOT_SYNC_DIRECTORIES: ReadonlySet<string | undefined> = new Set(["EINVAL", "EISDIR", "EPERM", "ENOTSUP"]);

async function syncByName(directory: string): Promise<void> {
  const opened = await open(directory, "r").catch(unlessUnable);
  try {
    await opened?.sync().catch(unlessUnable);
  } finally {
    await opened?.close();
  }
}

function unlessUnable(error: unknown): undefined {
  return CANNOT_SYNC_DIRECTORIES.has(errnoOf(error)) ? undefined : failed(error);
}
