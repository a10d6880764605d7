import type { ArchiveLevel } from "../checks/archive-check.js";
import type { Found } from "../checks/found.js";
import { type ArchiveDescriptor, tablesOf } from "../reader/archive-descriptor.js";
import type { ArchiveInput } from "../reader/archive-file.js";
import { type ArchiveLimits, archiveLimits } from "../reader/archive-limits.js";
import { openArchive, type OpenArchive } from "../reader/open-archive.js";
import type { ArchiveReport, TableRows } from "./archive-report.js";
import { checkRows } from "./check-rows.js";
import { checkTerms } from "./check-terms.js";
import { IssueLog } from "./issue-log.js";
import { checkMetadata } from "./metadata/check-metadata.js";
import { notChecked, type Reached } from "./not-checked.js";
import { valueRules } from "./values/value-rules.js";

/** The options of a validation. */
export interface ValidateArchiveOptions {
  /** The rules that are checked: those of the text guide, or also those of GBIF. By default `gbif`. */
  readonly level?: ArchiveLevel;
  /** The most issues that the report lists. By default 1,000. */
  readonly maxIssues?: number;
  /** The most that may be read of a file of unknown origin; see {@link ArchiveLimits} for the defaults. */
  readonly limits?: Partial<ArchiveLimits>;
  /** Whether the report shows values of the archive. By default false. */
  readonly showValues?: boolean;
  /** The directory for ids that memory cannot hold; by default the system's directory for temporary files. */
  readonly scratchDirectory?: string;
  /** Ends the validation, which then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Is called as the tables are read, with compressed bytes. */
  onProgress?(done: number, total: number): void;
}

/**
 * Validates a Darwin Core Archive, whoever made it. Whatever its bytes are, there is a report: what cannot be read is an error in it.
 * Rows are streamed; ids are compared exactly, in bounded memory, by way of a private temporary file.
 *
 * @param input - a path, bytes, or an iteration over them such as a Node stream.
 * @throws Node's own error when the path cannot be opened; what the iteration throws; TypeError for an invalid option.
 * @example
 * ```ts
 * const { issues } = await validateArchive(file);
 * ```
 */
export async function validateArchive(
  input: ArchiveInput,
  options: ValidateArchiveOptions = {},
): Promise<ArchiveReport> {
  const { level = "gbif", maxIssues = 1_000, showValues = false, signal } = options;
  if (level !== "structure" && level !== "gbif") throw new TypeError('The level is "structure" or "gbif".');
  if (!Number.isSafeInteger(maxIssues) || maxIssues < 0) throw new TypeError("maxIssues must be a whole number.");
  signal?.throwIfAborted();
  const limits = archiveLimits(options.limits);
  const log = new IssueLog({ most: maxIssues, showValues });
  const checks = { level, found: log.found, options };
  await using archive = await openArchive(input, { limits, found: log.found });
  const { tables, reached } = archive === null ? NOTHING : await checkArchive(archive, checks);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { valid: log.valid, ...log.list(), notChecked: notChecked(level, reached), rows, tables };
}

interface Checks {
  readonly level: ArchiveLevel;
  readonly found: Found;
  readonly options: ValidateArchiveOptions;
}

interface Checked {
  readonly tables: readonly TableRows[];
  readonly reached: Reached;
}

const NOTHING: Checked = { tables: [], reached: ["zip"] };

async function checkArchive(archive: OpenArchive, { level, found, options }: Checks): Promise<Checked> {
  const { folder } = archive;
  if (folder !== "") found("ARCHIVE_IN_FOLDER", { file: folder });
  const descriptor = await archive.descriptor(found);
  if (descriptor === null) return { tables: [], reached: ["zip", "descriptor"] };
  checkTerms(descriptor, { file: `${folder}meta.xml`, level, found });
  checkFiles(archive, descriptor, found);
  const metadata = await checkMetadata(archive, descriptor, { folder, level, found });
  findUnused(archive, [...tablesOf(descriptor).flatMap(({ files }) => files), ...metadata], found);
  // Tables may share a file: what is read is bounded, not only what is there.
  if (!fits(archive, descriptor)) {
    found("ZIP_LIMIT_INFLATED");
    return { tables: [], reached: ["zip", "descriptor", "metadata"] };
  }
  const rules = level === "gbif" ? valueRules() : [];
  const { signal, scratchDirectory } = options;
  const rows = { level, found, rules, onBytes: progress(archive, descriptor, options), signal, scratchDirectory };
  return { tables: await checkRows(archive, descriptor, rows), reached: ["zip", "descriptor", "metadata", "rows"] };
}

function fits({ entries, limits }: OpenArchive, descriptor: ArchiveDescriptor): boolean {
  const sizes = tablesOf(descriptor).flatMap(({ files }) => files.map((file) => entries.get(file)?.inflated ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0) <= limits.inflated;
}

function checkFiles({ entries }: OpenArchive, descriptor: ArchiveDescriptor, found: Found): void {
  for (const file of tablesOf(descriptor).flatMap(({ files }) => files))
    if (!entries.has(file)) found("UNREADABLE_SECTION_ERROR", { file });
}

/** GBIF's archives hold the metadata of their parts in the folder `dataset`, which nothing names. */
function findUnused({ entries, folder }: OpenArchive, used: readonly string[], found: Found): void {
  const known = new Set([...used, `${folder}meta.xml`]);
  for (const name of entries.keys())
    if (!known.has(name) && !name.startsWith(`${folder}dataset/`)) found("ENTRY_UNUSED", { file: name });
}

function progress(
  { entries }: OpenArchive,
  descriptor: ArchiveDescriptor,
  options: ValidateArchiveOptions,
): (bytes: number) => void {
  const sizes = tablesOf(descriptor).flatMap(({ files }) => files.map((file) => entries.get(file)?.compressed ?? 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  return (bytes) => {
    done += bytes;
    options.onProgress?.(done, total);
  };
}
