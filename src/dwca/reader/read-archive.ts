import { ExportError } from "../../contracts/export-error.js";
import type { ArchiveInput } from "./archive-file.js";
import { type ArchiveLimits, archiveLimits } from "./archive-limits.js";
import type { ArchiveDescriptor } from "./archive-descriptor.js";
import { archiveError, refuse } from "./archive-error.js";
import { ArchiveTable } from "./archive-table.js";
import { decodeXml } from "./decode-xml.js";
import { implicitDescriptor } from "./implicit-descriptor.js";
import { openArchive, type OpenArchive } from "./open-archive.js";
import { readStars, type ArchiveStar, type StarOptions } from "./read-stars.js";

/** The options of a reading. */
export interface ReadArchiveOptions {
  /** The most that may be read of a file of unknown origin; see {@link ArchiveLimits} for the defaults. */
  readonly limits?: Partial<ArchiveLimits>;
}

/** An archive that is open. Its caller disposes of it. */
export class Archive implements AsyncDisposable {
  readonly core: ArchiveTable;
  readonly extensions: readonly ArchiveTable[];
  readonly #archive: OpenArchive;
  readonly #descriptor: ArchiveDescriptor;

  /** @internal See `readArchive`. */
  constructor(archive: OpenArchive, descriptor: ArchiveDescriptor) {
    this.#archive = archive;
    this.#descriptor = descriptor;
    this.core = new ArchiveTable(archive, descriptor.core);
    this.extensions = descriptor.extensions.map((table) => new ArchiveTable(archive, table));
  }

  /** The first table with this row type; undefined where there is none. @param rowType - an IRI. */
  table(rowType: string): ArchiveTable | undefined {
    return [this.core, ...this.extensions].find((table) => table.rowType === rowType);
  }

  /** The text of the metadata file; null where the archive holds none. @throws ExportError `ARCHIVE_INVALID`. */
  async metadata(): Promise<string | null> {
    const file = this.#descriptor.metadata;
    const entry = file === null ? undefined : this.#archive.entries.get(file);
    if (entry === undefined) return null;
    const place = { file: entry.name };
    if (entry.inflated > this.#archive.limits.xml) throw archiveError("XML_LIMIT", place);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of this.#archive.bytes(entry.name)) chunks.push(chunk);
      return decodeXml(Buffer.concat(chunks));
    } catch (cause) {
      throw ExportError.is(cause) ? cause : archiveError("METADATA_NOT_WELL_FORMED", place);
    }
  }

  /**
   * Each row of the core with its rows of the extensions, by the core's id in the order of code units. The order of the
   * files does not matter. Memory is that of one star; what is sorted lies in a private temporary file.
   *
   * @throws ExportError `ARCHIVE_INVALID` for a row that belongs to no row of the core; an id that comes twice; a star
   * of more rows than the limit.
   */
  stars(options: StarOptions = {}): AsyncGenerator<ArchiveStar, void, undefined> {
    return readStars(this.core, this.extensions, options);
  }

  /** Closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#archive[Symbol.asyncDispose]();
  }
}

/**
 * Opens a Darwin Core Archive to read its rows. It is read as its `meta.xml` says, and not repaired; without `meta.xml`, one file whose
 * header names terms is read. What is strange but readable passes: see `validateArchive`.
 *
 * @param input - a path, bytes, or an iteration over them such as a Node stream.
 * @throws ExportError `ARCHIVE_INVALID` with the check's code, the file and the line; Node's own error when the path cannot be opened.
 * @example
 * ```ts
 * await using archive = await readArchive(file);
 * ```
 */
export async function readArchive(input: ArchiveInput, options: ReadArchiveOptions = {}): Promise<Archive> {
  const archive = await openArchive(input, { limits: archiveLimits(options.limits), found: refuse });
  if (archive === null) throw archiveError("DWCA_UNREADABLE");
  try {
    return new Archive(archive, await describe(archive));
  } catch (error) {
    await archive[Symbol.asyncDispose]();
    throw error;
  }
}

async function describe(archive: OpenArchive): Promise<ArchiveDescriptor> {
  if (!archive.entries.has(`${archive.folder}meta.xml`)) return await implicitDescriptor(archive);
  const descriptor = await archive.descriptor(refuse);
  if (descriptor === null) throw archiveError("DWCA_META_XML_SCHEMA");
  const tables = [descriptor.core, ...descriptor.extensions];
  const absent = tables.flatMap(({ files }) => files).find((file) => !archive.entries.has(file));
  if (absent !== undefined) throw archiveError("UNREADABLE_SECTION_ERROR", { file: absent });
  return descriptor;
}
