import type { Found } from "../checks/found.js";
import type { ArchiveDescriptor } from "./archive-descriptor.js";
import type { ArchiveEntries } from "./archive-entries.js";
import { type ArchiveFile, type ArchiveInput, openArchiveFile } from "./archive-file.js";
import type { ArchiveLimits } from "./archive-limits.js";
import { findRoot } from "./find-root.js";
import { parseDescriptor } from "./parse-descriptor.js";
import { type OnBytes, readEntry } from "./read-entry.js";
import { readXmlEntry } from "./read-xml-entry.js";
import type { ZipEntryAttributes } from "./zip-entry.js";
import { readZipDirectory } from "./zip-directory.js";

/** The file in which an archive describes itself (Darwin Core text guide §2). */
const META = "meta.xml";

/** An archive whose zip is sound. */
export class OpenArchive implements ArchiveEntries, AsyncDisposable {
  readonly limits: ArchiveLimits;
  /** The folder in which its files lie, with a `/` at the end; empty for the root of the zip. */
  readonly folder: string;
  /** By their names in the zip. */
  readonly entries: ReadonlyMap<string, ZipEntryAttributes>;
  readonly #file: ArchiveFile;

  constructor(file: ArchiveFile, entries: ReadonlyMap<string, ZipEntryAttributes>, limits: ArchiveLimits) {
    this.#file = file;
    this.entries = entries;
    this.limits = limits;
    this.folder = findRoot([...entries.keys()], META);
  }

  /** The bytes of an entry; none where the entry does not exist. @throws DamagedEntry. */
  async *bytes(name: string, onBytes?: OnBytes): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(name);
    if (entry !== undefined) yield* readEntry(this.#file, entry, onBytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  /** Returns the content of `meta.xml`; null where it is missing or cannot be read. */
  async descriptor(found: Found): Promise<ArchiveDescriptor | null> {
    const file = this.folder + META;
    if (!this.entries.has(file)) {
      found("DWCA_META_XML_NOT_FOUND");
      return null;
    }
    const root = await readXmlEntry(this, { file, malformed: "DWCA_META_XML_SCHEMA", found });
    return root && parseDescriptor(root, { file, folder: this.folder, found });
  }
}

/**
 * Opens an archive. The caller disposes of it.
 *
 * @returns null where the zip is not sound; the issue was found, and the file is closed.
 * @throws Node's own error when the file cannot be opened.
 */
export async function openArchive(
  input: ArchiveInput,
  { limits, found }: { readonly limits: ArchiveLimits; readonly found: Found },
): Promise<OpenArchive | null> {
  const file = await openArchiveFile(input, limits.inflated);
  try {
    const entries = await readZipDirectory(file, limits, found);
    if (entries !== null) return new OpenArchive(file, entries, limits);
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
  await file[Symbol.asyncDispose]();
  return null;
}
