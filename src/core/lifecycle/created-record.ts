import type { ExportRecord } from "../../contracts/export-record.js";
import type { NewExport } from "../../contracts/export-store.js";
import type { JobRecord } from "../../contracts/job-record.js";
import { initialProgress } from "./job-stages.js";

/** The facts that a request decides about a new export. */
export interface RequestedExport extends Pick<
  NewExport,
  "user" | "projectId" | "format" | "filters" | "filtersDisplay" | "options"
> {
  readonly jobName: string;
  /** The number of rows at this moment; null when the count took too long. */
  readonly estimate: ExportRecord["recordCount"];
}

/** A pending export, as a store first keeps it. */
export function createdRecord({ jobName, estimate, ...requested }: RequestedExport): NewExport {
  const { user, projectId, format, filters, filtersDisplay, options } = requested;
  return {
    user,
    projectId,
    format,
    filters,
    filtersDisplay,
    options,
    status: "pending",
    error: null,
    warnings: [],
    fileKey: null,
    filename: null,
    contentType: null,
    fileSize: null,
    sha256: null,
    uploadKey: null,
    recordCount: estimate,
    discarded: [],
    deleted: false,
    job: createdJob(jobName),
  };
}

/** A job whose first attempt has not started. */
export function createdJob(name: string): JobRecord {
  return {
    name,
    state: "PENDING",
    progress: initialProgress("PENDING"),
    result: null,
    attempts: 0,
    token: null,
    cancelRequested: false,
  };
}
