import { ExportError } from "../../contracts/export-error.js";
import { EXACT_PLACES, type ExportRecord, isDamaged } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { ByteRange, OpenFileOptions } from "../../contracts/storage-adapter.js";
import { type Actor, authorizeExact } from "../ports/authorize.js";
import { findExport } from "./find-export.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** A record that has a published file. */
type SucceededExport = ExportRecord & {
  readonly fileKey: string;
  readonly filename: string;
  readonly contentType: string;
  readonly fileSize: number;
  readonly sha256: string;
};

/**
 * The export whose file a user may download.
 *
 * @throws ExportError `FILE_NOT_READY` unless it has succeeded; `NOT_FOUND`, `UNAUTHENTICATED`; `PERMISSION_DENIED`, also for exact places
 * of sensitive records and a user who may not have them.
 */
async function findSucceeded(host: ResolvedOptions, id: Id, { user }: Actor): Promise<SucceededExport> {
  const record = await findExport(host, id, { user, action: "download" });
  if (!isSucceeded(record)) throw new ExportError("FILE_NOT_READY");
  if (holdsExactPlaces(record)) await authorizeExact(host, { userId: user?.id ?? null, projectId: record.projectId });
  return record;
}

/** Reports whether a record may hold exact places. Damaged warnings count as yes: the lost part may have said so. */
function holdsExactPlaces(record: ExportRecord): boolean {
  return isDamaged(record, "warnings") || record.warnings.some(({ code }) => code === EXACT_PLACES);
}

/** A published file for a user who may download it. Its facts and bytes belong together, also when the export changes meanwhile. */
export interface ExportFile {
  readonly filename: string;
  /** A media type, as in RFC 6838. */
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** Of all bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  /** The time of publication: ISO 8601 in UTC; null where the record does not have it. */
  readonly modifiedAt: string | null;
  /** The version of the export's record. */
  readonly version: number;
  /** The bytes, or a range of them. @throws ExportError `RANGE_NOT_SATISFIABLE`, `STORAGE_FAILED`. */
  open(options?: OpenFileOptions): Promise<AsyncIterable<Uint8Array>>;
  /** A signed address of the file that works for 300 seconds, or null where the storage has none. */
  link(): Promise<string | null>;
}

/** The file of an export. @throws ExportError as `findExportFile`. */
export async function findExportFile(host: ResolvedOptions, id: Id, actor: Actor): Promise<ExportFile> {
  const record = await findSucceeded(host, id, actor);
  const { fileKey, filename, contentType, fileSize, sha256, finishedAt, version } = record;
  const open = async (options: OpenFileOptions = {}): Promise<AsyncIterable<Uint8Array>> => {
    const { range } = options;
    if (range !== undefined && !isSatisfiable(range, fileSize)) throw new ExportError("RANGE_NOT_SATISFIABLE");
    return await host.storage.open(fileKey, options).catch(async (error: unknown) => {
      if (!ExportError.is(error) || error.code !== "STORAGE_FILE_MISSING") throw error;
      await refuseWithdrawn(host, id, { actor, fileKey });
      throw error;
    });
  };
  const link = async () =>
    (await host.storage.link?.(fileKey, { expiresInSeconds: 300, filename, contentType })) ?? null;
  return { filename, contentType, size: fileSize, sha256, modifiedAt: finishedAt, version, open, link };
}

/**
 * A file that is missing because its export was deleted or changed meanwhile is no fault of the storage.
 *
 * @throws ExportError `NOT_FOUND`, `FILE_NOT_READY`; returns where the record still names the file.
 */
async function refuseWithdrawn(
  host: ResolvedOptions,
  id: Id,
  { actor, fileKey }: { readonly actor: Actor; readonly fileKey: string },
): Promise<void> {
  const current = await findSucceeded(host, id, actor);
  if (current.fileKey !== fileKey) {
    throw new ExportError("FILE_NOT_READY", { message: "The export has a new file. Read the export again." });
  }
}

function isSucceeded(record: ExportRecord): record is SucceededExport {
  return record.status === "succeeded" && record.fileKey !== null;
}

function isSatisfiable({ start, end = start }: ByteRange, size: number): boolean {
  return Number.isSafeInteger(start) && start >= 0 && start < size && Number.isSafeInteger(end) && end >= start;
}
