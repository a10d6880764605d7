import { constants } from "node:fs";
import { link, open, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { ExportError } from "../../contracts/export-error.js";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { verifiedBytes } from "../verified-bytes.js";
import { makeDirectory } from "./directories.js";
import type { HeldDirectory } from "./held-directory.js";
import type { KeyPlace } from "./key-place.js";
import { errnoOf, failedWrite, unlessMissing } from "./storage-error.js";
import { createUploadName } from "./upload-name.js";

const EXCLUSIVE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** The most times that a delete elsewhere may take the directory away between its making and its use. */
const DIRECTORY_RACES = 20;

/** The outcome of an upload: the file is there now, or the name was taken. */
export type UploadOutcome = "published" | "taken";

/**
 * Writes a body under a temp name beside its place, and gives it its name when all of it is on the disk. However it ends, the
 * temp name goes; after a crash it stays until the key is deleted.
 */
export async function uploadFile(
  root: string,
  place: KeyPlace,
  source: { body: FileBody; signal: AbortSignal },
): Promise<UploadOutcome> {
  const { directory: opened, path, file } = await createUpload(root, place);
  await using directory = opened;
  let outcome: UploadOutcome;
  try {
    await writeWhole(file, source.body, source.signal);
    source.signal.throwIfAborted();
    outcome = await publish(path, join(directory.path, place.filename));
  } finally {
    // The file is published or given up by now; a temp name that cannot be removed goes with the key.
    await unlink(path).catch(() => undefined);
  }
  await unlessMissing(directory.sync(), undefined);
  return outcome;
}

interface Upload {
  readonly directory: HeldDirectory;
  readonly path: string;
  readonly file: FileHandle;
}

async function createUpload(root: string, place: KeyPlace): Promise<Upload> {
  for (let races = 0; ; races += 1) {
    try {
      return await createUploadIn(await makeDirectory(root, place.directories), place.filename);
    } catch (error) {
      const gone = ExportError.is(error) && errnoOf(error.cause) === "ENOENT";
      if (!gone || races === DIRECTORY_RACES) throw error;
    }
  }
}

async function createUploadIn(directory: HeldDirectory, filename: string): Promise<Upload> {
  try {
    const path = join(directory.path, createUploadName(filename));
    return { directory, path, file: await open(path, EXCLUSIVE, 0o600).catch(failedWrite) };
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
}

/** The bytes after which the disk is told to begin: otherwise it begins with the last of them, and the end waits for all. */
const FLUSHED_AT_ONCE = 16 * 1024 * 1024;

async function writeWhole(file: FileHandle, body: FileBody, signal: AbortSignal): Promise<void> {
  let waiting = 0;
  let flushing = Promise.resolve();
  try {
    for await (const chunk of verifiedBytes(body, signal, { memory: "reused" })) {
      await file.writeFile(chunk).catch(failedWrite);
      waiting += chunk.byteLength;
      if (waiting < FLUSHED_AT_ONCE) continue;
      await flushing;
      waiting = 0;
      flushing = file.datasync().catch(failedWrite);
      // Heard of before the next flush, and before the last.
      flushing.catch(() => undefined);
    }
    await flushing;
    await file.sync().catch(failedWrite);
  } finally {
    await file.close().catch(failedWrite);
  }
}

/** A link, never a rename: a rename would silently replace what another upload has published. */
async function publish(from: string, to: string): Promise<UploadOutcome> {
  try {
    await link(from, to);
    return "published";
  } catch (error) {
    return errnoOf(error) === "EEXIST" ? "taken" : failedWrite(error);
  }
}
