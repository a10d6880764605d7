import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { ByteRange, OpenFileOptions } from "../../contracts/storage-adapter.js";
import type { Actor } from "./actor.js";
import { findExport } from "./find-export.js";
import type { ServiceParts } from "../service-parts.js";

/** A record that has a published file. */
export type SucceededExport = ExportRecord & {
  readonly fileKey: string;
  readonly filename: string;
  readonly contentType: string;
  readonly fileSize: number;
  readonly sha256: string;
};

/** How a file is read. */
export interface OpenExportFileOptions extends Actor, OpenFileOptions {}

/**
 * The export whose file a user may download.
 *
 * @throws ExportError `FILE_NOT_READY` unless it has succeeded; `NOT_FOUND`, `PERMISSION_DENIED`, `UNAUTHENTICATED`.
 */
export async function findExportFile(parts: ServiceParts, id: Id, { user }: Actor): Promise<SucceededExport> {
  const record = await findExport(parts, id, { user, action: "download" });
  if (!isSucceeded(record)) throw new ExportError("FILE_NOT_READY");
  return record;
}

/** A published file, for somebody who may download it: its facts and its bytes belong together, whatever becomes of the export. */
export interface ExportFile {
  readonly filename: string;
  /** A media type, as in RFC 6838. */
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** Of all bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  /** The bytes, or a range of them. @throws ExportError `RANGE_NOT_SATISFIABLE`, `STORAGE_FAILED`. */
  open(options?: OpenFileOptions): Promise<AsyncIterable<Uint8Array>>;
  /** A signed address of the file that works for 300 seconds, or null where the storage has none. */
  link(): Promise<string | null>;
}

/** The file of an export. @throws ExportError as `findExportFile`. */
export async function openableExportFile(parts: ServiceParts, id: Id, actor: Actor): Promise<ExportFile> {
  const { fileKey, filename, contentType, fileSize, sha256 } = await findExportFile(parts, id, actor);
  const open = async (options: OpenFileOptions = {}): Promise<AsyncIterable<Uint8Array>> => {
    const { range } = options;
    if (range !== undefined && !isSatisfiable(range, fileSize)) throw new ExportError("RANGE_NOT_SATISFIABLE");
    return await parts.storage.open(fileKey, options);
  };
  const link = async () => (await parts.storage.link?.(fileKey, { expiresInSeconds: 300, filename, contentType })) ?? null;
  return { filename, contentType, size: fileSize, sha256, open, link };
}

/** The bytes of an export's file, or of a range of it. @throws ExportError as `findExportFile`; `RANGE_NOT_SATISFIABLE`, `STORAGE_FAILED`. */
export async function openExportFile(parts: ServiceParts, id: Id, options: OpenExportFileOptions): Promise<AsyncIterable<Uint8Array>> {
  const { user, ...reading } = options;
  const file = await openableExportFile(parts, id, { user });
  return await file.open(reading);
}

/** A signed address of the file that works for 300 seconds, or null where the storage has none. */
export async function linkExportFile(parts: ServiceParts, id: Id, actor: Actor): Promise<string | null> {
  const file = await openableExportFile(parts, id, actor);
  return await file.link();
}

function isSucceeded(record: ExportRecord): record is SucceededExport {
  return record.status === "succeeded" && record.fileKey !== null;
}

function isSatisfiable({ start, end = start }: ByteRange, size: number): boolean {
  return Number.isSafeInteger(start) && start >= 0 && start < size && Number.isSafeInteger(end) && end >= start;
}
