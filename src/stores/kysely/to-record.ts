import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { JobRecord } from "../../contracts/job-record.js";
import type { JsonObject } from "../../contracts/json.js";
import type { ExportDocument, ExportRow, Stored } from "./export-row.js";
import {
  isDiscardedFile,
  isFailure,
  isId,
  isInteger,
  isJson,
  isJsonObject,
  isProgress,
  isState,
  isStatus,
  isText,
  isWarning,
  listOf,
  MemberReader,
  orNull,
  parseJson,
} from "./member-reader.js";

const NO_PROGRESS = { summary: { status: "UNKNOWN", progress: 0 }, stages: [], errors: [], logs: [] } as const;
const EPOCH = new Date(0).toISOString();

/**
 * Returns the record that a row keeps. Never throws: what cannot be read has a safe value, and its name stands in `damaged`. A member
 * that a newer version has added is left out.
 */
export function toRecord(row: ExportRow): ExportRecord {
  const reader = new MemberReader();
  const document = readDocument(reader, row);
  const { userName, jobName, jobId, jobResult, ...members } = document;
  const record = {
    ...members,
    id: Number(row.id),
    version: readInteger(reader, "version", row.version),
    deleted: readInteger(reader, "deleted", row.deleted) === 1,
    status: reader.read("status", row.status, isStatus, "failed"),
    format: row.format,
    projectId: reader.read("projectId", parseJson(row.project_id), isId, ""),
    user: { id: reader.read("user.id", parseJson(row.user_id), isId, ""), name: userName },
    fileSize: row.file_size === null ? null : readInteger(reader, "fileSize", row.file_size),
    job: readJob(reader, row, { name: jobName, result: jobResult, ...(jobId === undefined ? {} : { id: jobId }) }),
    ...readTimes(reader, row),
  };
  return reader.damaged.length === 0 ? record : { ...record, damaged: reader.damaged };
}

function readDocument(reader: MemberReader, row: ExportRow): ExportDocument {
  const parsed = parseJson(row.document);
  const document = isJsonObject(parsed) ? parsed : {};
  const textOrNull = (name: string) => reader.read(name, document[name], orNull(isText), null);
  return {
    filters: reader.read("filters", document.filters, isJsonObject, {}),
    filtersDisplay: reader.read("filtersDisplay", document.filtersDisplay, isJsonObject, {}),
    // A record of an older version has none.
    options: reader.read("options", document.options ?? {}, isJsonObject, {}),
    error: reader.read("error", document.error, orNull(isFailure), null),
    warnings: reader.read("warnings", document.warnings, listOf(isWarning), []),
    fileKey: textOrNull("fileKey"),
    filename: textOrNull("filename"),
    contentType: textOrNull("contentType"),
    recordCount: reader.read("recordCount", document.recordCount, orNull(isInteger), null),
    sha256: textOrNull("sha256"),
    uploadKey: textOrNull("uploadKey"),
    discarded: reader.read("discarded", document.discarded, listOf(isDiscardedFile), []),
    userName: reader.read("user.name", document.userName, isText, ""),
    jobName: reader.read("job.name", document.jobName, isText, ""),
    ...readJobId(reader, document),
    jobResult: reader.read("job.result", document.jobResult, isJson, null),
  };
}

/** One that cannot be read is left out: then the export's own stands for it. */
function readJobId(reader: MemberReader, { jobId }: JsonObject): { readonly jobId?: Id } {
  const id = jobId === undefined ? null : reader.read<Id | null>("job.id", jobId, isId, null);
  return id === null ? {} : { jobId: id };
}

function readJob(reader: MemberReader, row: ExportRow, named: Pick<JobRecord, "id" | "name" | "result">): JobRecord {
  return {
    ...named,
    state: reader.read("job.state", row.job_state, isState, "UNKNOWN"),
    progress: reader.read("job.progress", parseJson(row.progress), isProgress, NO_PROGRESS),
    attempts: readInteger(reader, "job.attempts", row.attempts),
    token: row.token === null ? null : reader.read("job.token", parseJson(row.token), isText, null),
    cancelRequested: readInteger(reader, "job.cancelRequested", row.cancel_requested) === 1,
  };
}

function readTimes(reader: MemberReader, row: ExportRow) {
  const orNone = (name: string, stored: Stored | null) =>
    stored === null ? null : reader.read(name, isoTime(stored), isText, null);
  return {
    createdAt: reader.read("createdAt", isoTime(row.created_at), isText, EPOCH),
    updatedAt: reader.read("updatedAt", isoTime(row.updated_at), isText, EPOCH),
    startedAt: orNone("startedAt", row.started_at),
    finishedAt: orNone("finishedAt", row.finished_at),
    expiresAt: orNone("expiresAt", row.expires_at),
    dueAt: orNone("dueAt", row.due_at),
  };
}

function readInteger(reader: MemberReader, name: string, stored: Stored): number {
  return reader.read(name, Number(stored), isInteger, 0);
}

function isoTime(stored: Stored): string | undefined {
  const time = new Date(Number(stored));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
