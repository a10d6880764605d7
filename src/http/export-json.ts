import type { ExportRecord } from "../contracts/export-record.js";
import { warningMessage } from "../contracts/warning-code.js";
import type { JobStage } from "../contracts/job-progress.js";
import { statusLabel } from "../core/lifecycle/job-stages.js";
import { fileSizeDisplay } from "./file-size-display.js";
import type { Links } from "./links.js";
import type { ExportJson } from "./wire-schemas.js";

/** An export as clients see it: names in snake_case as the reference system has them, neither storage keys nor tokens. */
export function exportJson(record: ExportRecord, links: Links): Omit<ExportJson, "user_permissions"> {
  const fileUrl = record.status === "succeeded" ? links.download(record) : null;
  return {
    id: record.id,
    user: { id: record.user.id, name: record.user.name },
    project: record.projectId,
    format: record.format,
    filters: record.filters,
    filters_display: record.filtersDisplay,
    options: record.options,
    job: jobJson(record, fileUrl),
    file_url: fileUrl,
    record_count: record.recordCount,
    file_size: record.fileSize,
    file_size_display: fileSizeDisplay(record.fileSize),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    status: record.status,
    error: record.error,
    warnings: record.warnings.map((warning) => ({ ...warning, message: warningMessage(warning.code) })),
    sha256: record.sha256,
    started_at: record.startedAt,
    finished_at: record.finishedAt,
    expires_at: record.expiresAt,
    version: record.version,
  };
}

/** Whether the export stays as it is until a user asks for more. */
export function hasEnded({ status }: Pick<ExportRecord, "status">): boolean {
  return status !== "pending" && status !== "running";
}

function jobJson({ id, projectId, job }: ExportRecord, fileUrl: string | null): ExportJson["job"] {
  const { name, progress, result, state } = job;
  const summary = { ...progress.summary, status_label: statusLabel(progress.summary) };
  const stages = progress.stages.map((stage) => stageJson(stage, fileUrl));
  const logs = { stdout: progress.logs, stderr: progress.errors };
  return {
    id: job.id ?? id,
    name,
    project: projectId,
    progress: { ...progress, summary, stages },
    result,
    status: state,
    logs,
  };
}

/** A host that has named no address of the file gets this service's own. */
function stageJson(stage: JobStage, fileUrl: string | null): ExportJson["job"]["progress"]["stages"][number] {
  const params = stage.params.map((one) => (one.key === "file_url" ? { ...one, value: one.value ?? fileUrl } : one));
  return { ...stage, status_label: statusLabel(stage), params };
}
