import type { Entry, ZipFile } from "yauzl";
import type { Found } from "../checks/found.js";
import type { ArchiveFile } from "./archive-file.js";
import type { ArchiveLimits } from "./archive-limits.js";
import { isPlainName } from "./entry-name.js";
import { entryName, isSpecialFile, openZip } from "./yauzl-reader.js";
import type { ZipEntryAttributes } from "./zip-entry.js";

/**
 * Reads the directory of a zip, and checks all entries before one of them is unpacked. It checks their number, names,
 * kinds, sizes, and that no two share bytes. Nothing is repaired.
 *
 * @returns the files by their names, in the directory's order; null when an issue was found.
 */
export async function readZipDirectory(
  file: ArchiveFile,
  limits: ArchiveLimits,
  found: Found,
): Promise<ReadonlyMap<string, ZipEntryAttributes> | null> {
  let sound = true;
  const directory = new Directory(limits, (code, place) => {
    sound = false;
    found(code, place);
  });
  try {
    await directory.read(await openZip(file));
  } catch (error) {
    // yauzl gives no codes. Strong encryption is the one refusal of its own that has another remedy.
    const encrypted = error instanceof Error && /encryption/.test(error.message);
    found(encrypted ? "ZIP_ENTRY_ENCRYPTED" : "DWCA_UNREADABLE");
    return null;
  }
  return sound ? directory.files : null;
}

interface Extent {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

class Directory {
  readonly files = new Map<string, ZipEntryAttributes>();
  readonly #limits: ArchiveLimits;
  readonly #found: Found;
  readonly #names = new Set<string>();
  readonly #extents: Extent[] = [];
  #inflated = 0;

  constructor(limits: ArchiveLimits, found: Found) {
    this.#limits = limits;
    this.#found = found;
  }

  async read(zip: ZipFile): Promise<void> {
    const end = Number(zip.readEntryCursor);
    try {
      if (zip.entryCount > this.#limits.entries) return this.#found("ZIP_LIMIT_ENTRIES");
      for await (const entry of zip.eachEntry()) await this.#add(zip, entry);
    } finally {
      zip.close();
    }
    if (this.#inflated > this.#limits.inflated) this.#found("ZIP_LIMIT_INFLATED");
    this.#checkExtents(end);
  }

  async #add(zip: ZipFile, entry: Entry): Promise<void> {
    const raw = Buffer.from(entry.fileNameRaw);
    const name = entryName(raw);
    const header = await zip.readLocalFileHeaderPromise(entry, {});
    const to = header.fileDataStart + entry.compressedSize;
    this.#extents.push({ name, from: entry.relativeOffsetOfLocalHeader, to });
    this.#inflated += entry.uncompressedSize;
    this.#checkEntry(entry, name);
    if (!header.fileName.equals(raw) || header.compressionMethod !== entry.compressionMethod)
      this.#found("ZIP_ENTRIES_OVERLAP", { file: name });
    if (name.endsWith("/")) return;
    this.files.set(name, {
      name,
      from: header.fileDataStart,
      compressed: entry.compressedSize,
      inflated: entry.uncompressedSize,
      crc: entry.crc32,
      method: entry.compressionMethod === DEFLATED ? "deflated" : "stored",
    });
  }

  #checkEntry(entry: Entry, name: string): void {
    const place = { file: name };
    if (!isPlainName(name)) this.#found("ZIP_ENTRY_NAME", place);
    if (isSpecialFile(entry)) this.#found("ZIP_ENTRY_LINK", place);
    if (entry.isEncrypted()) this.#found("ZIP_ENTRY_ENCRYPTED", place);
    else if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
      this.#found("ZIP_ENTRY_METHOD", place);
    // Names that differ by case alone are one file on many systems.
    const key = name.toLowerCase();
    if (this.#names.has(key)) this.#found("ZIP_ENTRY_REPEATED", place);
    this.#names.add(key);
    const { compressedSize, uncompressedSize } = entry;
    if (uncompressedSize > SMALL && uncompressedSize > compressedSize * this.#limits.ratio)
      this.#found("ZIP_LIMIT_RATIO", place);
  }

  #checkExtents(end: number): void {
    const extents = this.#extents.sort((a, b) => a.from - b.from);
    let reached = 0;
    for (const { name, from, to } of extents) {
      if (from < reached || to > end) this.#found("ZIP_ENTRIES_OVERLAP", { file: name });
      reached = Math.max(reached, to);
    }
  }
}

const STORED = 0;
const DEFLATED = 8;
/** The largest size that no ratio can make dangerous. */
const SMALL = 1024 ** 2;
