import type { JobProgress, JobStage, JobState, StageParam } from "../../contracts/job-progress.js";
import type { JsonValue } from "../../contracts/json.js";

const param = (key: string, name: string, value: JsonValue): StageParam => ({ key, name, value });

/** The stage in which rows become a file. */
export function dataExportStage(status: JobState, progress: number, exported: number, total: number | null): JobStage {
  const params = [
    param("number_of_records_exported", "Number of records exported", exported),
    param("total_records_to_export", "Total records to export", total),
  ];
  return { key: "data_export", name: "Exporting data", status, progress, params };
}

/** The stage in which the file goes to the storage. */
export function uploadingStage(status: JobState, progress: number, fileUrl: string | null): JobStage {
  const params = [param("file_url", "File URL", fileUrl)];
  return { key: "uploading_snapshot", name: "Uploading snapshot", status, progress, params };
}

/** The progress of a job that waits for an attempt. */
export function initialProgress(status: JobState, logs: readonly string[] = []): JobProgress {
  const stages = [dataExportStage("CREATED", 0, 0, null), uploadingStage("CREATED", 0, null)];
  return { summary: { status, progress: 0 }, stages, errors: [], logs };
}

const MOST_LOGS = 100;

/** Adds a sentence to the logs of a job, which keep the last hundred. */
export function addLog(logs: readonly string[], sentence: string): readonly string[] {
  return [...logs, sentence].slice(-MOST_LOGS);
}

/** The progress of a job that has ended; the stages stay where they were. */
export function endedProgress(progress: JobProgress, status: JobState, error?: string): JobProgress {
  const stages = progress.stages.map((stage) => (stage.status === "STARTED" ? { ...stage, status } : stage));
  const errors = error === undefined ? progress.errors : [...progress.errors, error];
  return { ...progress, summary: { ...progress.summary, status }, stages, errors };
}

/**
 * `Waiting to start`, `NN% complete`, or the state itself.
 *
 * @example for (const { name, ...stage } of stages) console.log(`${name}: ${statusLabel(stage)}`);
 */
export function statusLabel({ status, progress }: Pick<JobStage, "status" | "progress">): string {
  if (status === "CREATED" || status === "PENDING") return "Waiting to start";
  return status === "STARTED" ? `${Math.floor(progress * 100)}% complete` : status;
}
