import type { DataSource, OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { Scope } from "../../contracts/scope.js";
import type { ArchiveLimits } from "../../dwca/reader/archive-limits.js";
import { type ArchiveRow, packRow } from "../../dwca/reader/archive-row.js";
import { readArchive } from "../../dwca/reader/read-archive.js";
import { ScratchFile } from "../../dwca/reader/scratch-file.js";
import { SortedRuns } from "../../dwca/reader/sorted-runs.js";
import { compareIds } from "../../occurrences/model/compare-ids.js";
import { ArchiveSnapshot } from "./archive-snapshot.js";

/** A selection of an archive's rows: those it says yes to. A filter backend narrows it with `(row) => query(row) && …`. */
export type ArchiveQuery<Row> = (row: Row) => boolean;

/** The options of a source that reads an archive's rows. */
export interface ArchiveSourceOptions<Row> {
  /** The row type of the table, an IRI. By default the core's. */
  readonly table?: string;
  /** Makes a row of the source of a row of the archive. */
  row(row: ArchiveRow): Row;
  /** The row's unique key. Rows come in its order: numbers by size, then texts by code point. */
  key(row: Row): Id;
  /** Whether the row is the scope's; `() => true` where everybody may have every row. */
  inScope(row: Row, scope: Scope): boolean;
  /** The most that may be read of the file. */
  readonly limits?: Partial<ArchiveLimits>;
}

/**
 * Makes a source of one table of a Darwin Core Archive, so that it can be filtered and exported again.
 *
 * A snapshot is a sorted copy in a private temporary file: what becomes of the archive later is not seen. Memory does not grow with the
 * rows.
 *
 * @param path - of the zip.
 * @example
 * ```ts
 * const source = createArchiveSource(path, {
 *   table: `${NAMESPACES.dwc}Occurrence`,
 *   row: ({ values }) => ({
 *     id: values[`${NAMESPACES.dwc}occurrenceID`] ?? "",
 *     name: values[`${NAMESPACES.dwc}scientificName`] ?? "",
 *   }),
 *   key: ({ id }) => id,
 *   inScope: () => true,
 * });
 * ```
 */
export function createArchiveSource<Row>(
  path: string,
  options: ArchiveSourceOptions<Row>,
): DataSource<Row, ArchiveQuery<Row>> {
  return Object.freeze({
    queryset: () => () => true,
    open: async (opening: OpenOptions) => await openSnapshot(path, options, opening),
  });
}

async function openSnapshot<Row>(
  path: string,
  options: ArchiveSourceOptions<Row>,
  opening: OpenOptions,
): Promise<ArchiveSnapshot<Row>> {
  if (!(opening.batchSize >= 1)) throw new TypeError("batchSize must be at least 1.");
  opening.signal.throwIfAborted();
  const scratch = new ScratchFile();
  try {
    const sorted = await sortRows(path, { options, opening, scratch });
    return new ArchiveSnapshot({ ...sorted, scratch, opening, row: (row) => options.row(row) });
  } catch (error) {
    scratch[Symbol.dispose]();
    opening.signal.throwIfAborted();
    throw ExportError.is(error) ? error : new ExportError("SOURCE_FAILED", { cause: error });
  }
}

interface Sorting<Row> {
  readonly options: ArchiveSourceOptions<Row>;
  readonly opening: OpenOptions;
  readonly scratch: ScratchFile;
}

async function sortRows<Row>(
  path: string,
  { options, opening, scratch }: Sorting<Row>,
): Promise<{ readonly rows: SortedRuns<Id>; readonly terms: readonly string[] }> {
  const rows = new SortedRuns<Id>(scratch, compareIds);
  await using archive = await readArchive(path, options.limits === undefined ? {} : { limits: options.limits });
  const table = options.table === undefined ? archive.core : archive.table(options.table);
  if (table === undefined)
    throw new ExportError("SOURCE_FAILED", { retryable: false, message: "The archive does not have this table." });
  for await (const batch of table.batches()) {
    opening.signal.throwIfAborted();
    for (const archived of batch) {
      const row = options.row(archived);
      if (options.inScope(row, opening.scope)) rows.add(options.key(row), packRow(archived, table.terms));
    }
  }
  return { rows, terms: table.terms };
}
