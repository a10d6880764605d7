import type { ExportRecord } from "../contracts/export-record.js";
import type { JobRecord } from "../contracts/job-record.js";
import { fileSizeDisplay } from "../core/file-size-display.js";
import type { Links } from "./links.js";
import type { ExportJson } from "./wire-schemas.js";

/** An export as clients see it: names in snake_case as the reference system has them, neither storage keys nor tokens. */
export function exportJson(record: ExportRecord, links: Links): ExportJson {
  return {
    id: record.id,
    user: { id: record.user.id, name: record.user.name },
    project: record.projectId,
    format: record.format,
    filters: record.filters,
    filters_display: record.filtersDisplay,
    job: jobJson(record, record.job),
    file_url: record.status === "succeeded" ? links.download(record.id) : null,
    record_count: record.recordCount,
    file_size: record.fileSize,
    file_size_display: fileSizeDisplay(record.fileSize),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    status: record.status,
    error: record.error,
    warnings: record.warnings,
    sha256: record.sha256,
    started_at: record.startedAt,
    finished_at: record.finishedAt,
    expires_at: record.expiresAt,
    version: record.version,
  };
}

/** Whether nothing will become of the export unless somebody asks. */
export function hasEnded({ status }: Pick<ExportRecord, "status">): boolean {
  return status !== "pending" && status !== "running";
}

function jobJson({ id, projectId }: ExportRecord, { name, progress, result, state }: JobRecord): ExportJson["job"] {
  return { id, name, project: projectId, progress, result, status: state };
}
