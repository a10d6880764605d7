import type { ArchiveLimits } from "./archive-limits.js";
import type { OnBytes } from "./read-entry.js";
import type { ZipEntryAttributes } from "./zip-entry.js";

/** The entries of an archive whose zip is sound. */
export interface ArchiveEntries {
  readonly limits: ArchiveLimits;
  /** By their names in the zip. */
  readonly entries: ReadonlyMap<string, ZipEntryAttributes>;
  /** The bytes of an entry; none where the entry does not exist. @throws DamagedEntry. */
  bytes(name: string, onBytes?: OnBytes): AsyncGenerator<Buffer, void, undefined>;
}
