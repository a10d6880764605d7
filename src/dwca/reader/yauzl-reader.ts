import { Readable } from "node:stream";
import type { Entry, RandomAccessReader, ZipFile } from "yauzl";
import type { ArchiveFile } from "./archive-file.js";

/**
 * Opens the directory of a zip. Names stay bytes, since yauzl would end at the first one that it refuses, and sizes are checked where
 * entries are read.
 *
 * @throws what yauzl throws: the file is not a zip, or its end is damaged.
 */
export async function openZip(file: ArchiveFile): Promise<ZipFile> {
  const yauzl = await import("yauzl");
  class FileReader extends yauzl.RandomAccessReader {
    // yauzl's own `read` makes three streams for every header.
    override read(...[buffer, offset, length, position, done]: Parameters<RandomAccessReader["read"]>): void {
      file.read(position, length).then(
        (bytes) => done(bytes.copy(buffer, offset) < length ? new RangeError("The file ends too early.") : null),
        (error: unknown) => done(error instanceof Error ? error : new TypeError("The file cannot be read.")),
      );
    }

    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(bytesOf(file, start, end));
    }
  }
  const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
  return await yauzl.fromRandomAccessReaderPromise(new FileReader(), file.size, options);
}

async function* bytesOf(file: ArchiveFile, start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
  yield await file.read(start, end - start);
}

/** Whether an entry is a link or a device, as the system that made the zip wrote it down. */
export function isSpecialFile({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const system = versionMadeBy >> 8;
  const type = (externalFileAttributes >>> 16) & 0o170000;
  return (system === UNIX || system === MACOS) && type !== 0 && type !== REGULAR && type !== DIRECTORY;
}

const UNIX = 3;
const MACOS = 19;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;

/** The name of an entry. Without the flag for UTF-8 it may be of any encoding; those of archives are ASCII or UTF-8. */
export function entryName(raw: Uint8Array): string {
  return Buffer.from(raw).toString("utf8");
}
