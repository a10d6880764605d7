import type { ExportRecord, ExportStatus } from "../../contracts/export-record.js";
import type { ExportFacts } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { JobState } from "../../contracts/job-progress.js";
import type { JsonValue } from "../../contracts/json.js";
import { asciiJson } from "./ascii-json.js";
import type { Sql } from "./table-names.js";

/** An integer as a driver gives it, whatever the host has set it to. */
export type Stored = number | string | bigint;

/** A row of the table, but for the idempotency key. Times are milliseconds since 1970; truths are 0 and 1. */
export interface ExportRow {
  readonly id: Stored;
  readonly version: Stored;
  readonly deleted: Stored;
  readonly status: ExportStatus;
  readonly format: string;
  /** JSON text, so that 1 and "1" stay what they were; so are the user's id and the token. */
  readonly project_id: string;
  readonly user_id: string;
  readonly file_size: Stored | null;
  readonly job_state: JobState;
  readonly attempts: Stored;
  readonly token: string | null;
  readonly cancel_requested: Stored;
  /** JSON text; a column of its own, since a heartbeat writes it between the versions. */
  readonly progress: string;
  /** JSON text: all that no statement looks at. */
  readonly document: string;
  readonly created_at: Stored;
  readonly updated_at: Stored;
  readonly started_at: Stored | null;
  readonly finished_at: Stored | null;
  readonly expires_at: Stored | null;
  readonly due_at: Stored | null;
}

/** What a write puts into columns. */
export type ColumnValues = Readonly<Record<string, Sql | string | number | null>>;

type ColumnFact = "status" | "format" | "projectId" | "fileSize" | "deleted" | "user" | "job";

interface ExportDocument extends Omit<ExportFacts, ColumnFact> {
  readonly userName: string;
  readonly jobName: string;
  readonly jobResult: JsonValue;
}

/** The record that a row keeps. */
export function toRecord(row: ExportRow): ExportRecord {
  const { userName, jobName, jobResult, ...facts }: ExportDocument = JSON.parse(row.document);
  return {
    ...facts,
    id: Number(row.id),
    version: Number(row.version),
    deleted: isTrue(row.deleted),
    status: row.status,
    format: row.format,
    projectId: parseId(row.project_id),
    user: { id: parseId(row.user_id), name: userName },
    fileSize: row.file_size === null ? null : Number(row.file_size),
    job: {
      name: jobName,
      state: row.job_state,
      progress: JSON.parse(row.progress),
      result: jobResult,
      attempts: Number(row.attempts),
      token: row.token === null ? null : JSON.parse(row.token),
      cancelRequested: isTrue(row.cancel_requested),
    },
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
    startedAt: row.started_at === null ? null : isoTime(row.started_at),
    finishedAt: row.finished_at === null ? null : isoTime(row.finished_at),
    expiresAt: row.expires_at === null ? null : isoTime(row.expires_at),
    dueAt: row.due_at === null ? null : isoTime(row.due_at),
  };
}

/** What a record's facts are in columns, progress apart. */
export function factColumns(facts: ExportFacts): ColumnValues {
  const { status, format, projectId, fileSize, deleted, user, job } = facts;
  return {
    status,
    format,
    project_id: asciiJson(projectId),
    user_id: asciiJson(user.id),
    file_size: fileSize,
    deleted: Number(deleted),
    job_state: job.state,
    attempts: job.attempts,
    token: job.token === null ? null : asciiJson(job.token),
    cancel_requested: Number(job.cancelRequested),
    document: asciiJson(documentOf(facts)),
  };
}

function documentOf({ user, job, ...facts }: ExportFacts): ExportDocument {
  const { filters, filtersDisplay, error, warnings, fileKey, filename } = facts;
  const { contentType, recordCount, sha256, uploadKey, discarded } = facts;
  return {
    ...{ filters, filtersDisplay, error, warnings, fileKey, filename },
    ...{ contentType, recordCount, sha256, uploadKey, discarded },
    ...{ userName: user.name, jobName: job.name, jobResult: job.result },
  };
}

function parseId(text: string): Id {
  return JSON.parse(text);
}

function isTrue(stored: Stored): boolean {
  return Number(stored) === 1;
}

function isoTime(stored: Stored): string {
  return new Date(Number(stored)).toISOString();
}
