import type { NewExport } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { JsonValue } from "../../contracts/json.js";
import { asciiJson } from "./ascii-json.js";
import { isJsonObject, parseJson } from "./member-reader.js";
import type { Sql } from "./table-names.js";

/** An integer as a driver gives it, whatever the host has set it to. */
export type Stored = number | string | bigint;

/** A row of the table, but for the idempotency key. Times are milliseconds since 1970; truths are 0 and 1. */
export interface ExportRow {
  readonly id: Stored;
  readonly version: Stored;
  readonly deleted: Stored;
  readonly status: string;
  readonly format: string;
  /** JSON text, so that 1 and "1" stay what they were; so are the user's id and the token. */
  readonly project_id: string;
  readonly user_id: string;
  readonly file_size: Stored | null;
  readonly job_state: string;
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

/** The values that a write puts into columns. */
export type ColumnValues = Readonly<Record<string, Sql | string | number | null>>;

type ColumnMember = "status" | "format" | "projectId" | "fileSize" | "deleted" | "user" | "job";

/** The members of a row's document. */
export interface ExportDocument extends Omit<NewExport, ColumnMember> {
  readonly userName: string;
  readonly jobName: string;
  /** Absent where the host has no job of its own. */
  readonly jobId?: Id;
  readonly jobResult: JsonValue;
}

/** Returns a new export in columns, progress apart. */
export function exportColumns(newExport: NewExport): ColumnValues {
  const { status, format, projectId, fileSize, deleted, user, job } = newExport;
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
    document: asciiJson(documentOf(newExport)),
  };
}

/** The columns that a change of an export changes, progress apart. */
export interface ExportChange {
  readonly row: ExportRow;
  /** The record that the row keeps. */
  readonly current: NewExport;
  readonly changed: NewExport;
}

/**
 * Returns the columns that a change alters. Damage that the change does not replace stays in the row for whoever can
 * repair it. So do members that a newer version has added to the document.
 */
export function changedColumns({ row, current, changed }: ExportChange): ColumnValues {
  const columns = { ...differences(exportColumns(current), exportColumns(changed)) };
  delete columns.document;
  const kept = parseJson(row.document);
  const altered = differences<unknown>({ ...documentOf(current) }, { ...documentOf(changed) });
  if (!isJsonObject(kept) || Object.keys(altered).length === 0) return columns;
  return { ...columns, document: asciiJson({ ...kept, ...altered }) };
}

/** The members of `after` that differ from those of `before`. */
function differences<Value>(before: Readonly<Record<string, Value>>, after: Readonly<Record<string, Value>>) {
  const isNew = ([name, value]: [string, Value]) => JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(after).filter(isNew));
}

function documentOf({ user, job, ...members }: NewExport): ExportDocument {
  const { filters, filtersDisplay, options, error, warnings, fileKey, filename } = members;
  const { contentType, recordCount, sha256, uploadKey, discarded } = members;
  return {
    ...{ filters, filtersDisplay, options, error, warnings, fileKey, filename },
    ...{ contentType, recordCount, sha256, uploadKey, discarded },
    ...(job.id === undefined ? {} : { jobId: job.id }),
    ...{ userName: user.name, jobName: job.name, jobResult: job.result },
  };
}
