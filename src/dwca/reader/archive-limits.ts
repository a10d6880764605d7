/** The most of an archive that is read before it is refused. */
export interface ArchiveLimits {
  /** Entries of the zip. By default 4,096. */
  readonly entries: number;
  /** Bytes of all entries when unpacked, and of all tables when each is read. By default 2 GiB. */
  readonly inflated: number;
  /** An entry's unpacked size by its compressed size, for entries of more than 1 MiB. By default 200. */
  readonly ratio: number;
  /** Bytes of one XML file. By default 10 MiB. */
  readonly xml: number;
  /** Bytes of one row. By default 16 MiB. */
  readonly row: number;
}

/** Limits for files of unknown origin. */
export const ARCHIVE_LIMITS: ArchiveLimits = Object.freeze({
  entries: 4_096,
  inflated: 2 * 1024 ** 3,
  ratio: 200,
  xml: 10 * 1024 ** 2,
  row: 16 * 1024 ** 2,
});

/** Puts the defaults where no limit is given. @throws TypeError for a limit that is not a positive number. */
export function archiveLimits(given: Partial<ArchiveLimits> = {}): ArchiveLimits {
  const limits = { ...ARCHIVE_LIMITS, ...given };
  for (const [name, limit] of Object.entries(limits)) {
    if (typeof limit !== "number" || !(limit > 0)) throw new TypeError(`The limit ${name} must be a positive number.`);
  }
  return limits;
}
