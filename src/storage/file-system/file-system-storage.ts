import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ExportError } from "../../contracts/export-error.js";
import type {
  FileBody,
  OpenFileOptions,
  PutOptions,
  StorageAdapter,
  StoredFile,
} from "../../contracts/storage-adapter.js";
import { byteSpan } from "../byte-span.js";
import { findDirectory, pruneDirectories } from "./directories.js";
import { uploadFile } from "./file-upload.js";
import { placeOf, type KeyPlace } from "./key-place.js";
import { listFiles } from "./list-files.js";
import { hashFile, readFile } from "./read-file.js";
import { errnoOf, failed, failedWrite, unlessMissing } from "./storage-error.js";
import { uploadsOf } from "./upload-name.js";

/** The options of a file-system storage. */
export interface FileSystemStorageOptions {
  /** The directory below which files rest; made with the first file. Its file system must know hard links. */
  readonly root: string;
}

/**
 * Keeps files in a directory: `root/exports/7/12/…/name.csv` for the key `exports/7/12/…/name.csv`, directories with mode 0700,
 * files with mode 0600. Several processes may share the root.
 *
 * A file appears whole and synced, or not at all, and is never replaced. `root` may be a symbolic link; one below it is refused with
 * `STORAGE_DENIED`, on Linux also one that takes a directory's place while files are written there. A delete also ends uploads of its key that other processes have under way: they fail with `STORAGE_FAILED`.
 *
 * @example
 * ```ts
 * const service = new ExportService({
 *   registry,
 *   store: createMemoryStore(),
 *   storage: createFileSystemStorage({ root: directory }),
 *   runner: createInlineRunner(),
 *   authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
 * });
 * ```
 */
export function createFileSystemStorage({ root }: FileSystemStorageOptions): StorageAdapter {
  if (root === "") throw new TypeError('A file-system storage needs the option "root".');
  return new FileSystemStorage(resolve(root));
}

class FileSystemStorage implements StorageAdapter {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, body: FileBody, { signal }: PutOptions): Promise<void> {
    signal.throwIfAborted();
    const outcome = await uploadFile(this.#root, placeOf(key), { body, signal });
    if (outcome === "taken" && !(await this.#holds(key, body, signal))) throw new ExportError("STORAGE_KEY_EXISTS");
  }

  async open(key: string, { range, signal }: OpenFileOptions = {}): Promise<AsyncIterable<Uint8Array>> {
    signal?.throwIfAborted();
    const file = await this.#find(key);
    return readFile(() => this.#openFile(key), byteSpan(file.size, range), signal);
  }

  async stat(key: string): Promise<StoredFile | null> {
    return await unlessMissing(this.#find(key), null);
  }

  async delete(key: string): Promise<void> {
    const place = placeOf(key);
    await this.#remove(place).catch(unlessAbsent);
  }

  list(prefix: string): AsyncIterable<StoredFile> {
    return listFiles(this.#root, prefix);
  }

  async #find(key: string): Promise<StoredFile> {
    const { directories, filename } = placeOf(key);
    await using directory = await findDirectory(this.#root, directories);
    const stats = await lstat(join(directory.path, filename)).catch(failed);
    if (stats.isSymbolicLink()) throw new ExportError("STORAGE_DENIED");
    if (!stats.isFile()) throw new ExportError("STORAGE_FILE_MISSING");
    return { key, size: stats.size, modifiedAt: stats.mtime.toISOString() };
  }

  async #openFile(key: string): Promise<FileHandle> {
    const { directories, filename } = placeOf(key);
    await using directory = await findDirectory(this.#root, directories);
    return await open(join(directory.path, filename), constants.O_RDONLY | constants.O_NOFOLLOW);
  }

  /** Also what a crash has left: unfinished uploads, and directories in which no file came to rest. */
  async #remove(place: KeyPlace): Promise<void> {
    await unlessMissing(this.#removeFiles(place), undefined);
    await pruneDirectories(this.#root, place);
  }

  async #removeFiles({ directories, filename }: KeyPlace): Promise<void> {
    await using directory = await findDirectory(this.#root, directories);
    const { path } = directory;
    const uploads = (await readdir(path).catch(failed)).filter((name) => name.startsWith(uploadsOf(filename)));
    // Uploads first: what has lost its temp name can no longer be published behind the file's deletion.
    for (const name of [...uploads, filename]) await removeFile(join(path, name));
    await directory.sync();
  }

  async #holds(key: string, { size, sha256 }: FileBody, signal: AbortSignal): Promise<boolean> {
    const file = await this.#find(key);
    return file.size === size && (await hashFile(() => this.#openFile(key), { size, signal })) === sha256;
  }
}

/** No file is missing where none can be: a name may be longer than the file system allows. */
function unlessAbsent(error: unknown): void {
  const absent =
    ExportError.is(error) && (error.code === "STORAGE_FILE_MISSING" || error.code === "STORAGE_KEY_INVALID");
  if (!absent) throw error;
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    // EISDIR: the name is a directory of other keys, so that there is no such file.
    if (errnoOf(error) !== "ENOENT" && errnoOf(error) !== "EISDIR") failedWrite(error);
  });
}
