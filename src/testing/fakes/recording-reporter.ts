import type { Id } from "../../contracts/id.js";
import type { JobStage } from "../../contracts/job-progress.js";
import type { ProgressReporter } from "../../contracts/progress-reporter.js";

/** One call of a reporter. */
export interface ReportedStage {
  readonly call: "addStage" | "updateStage";
  readonly jobId: Id;
  readonly stage: JobStage;
}

/** A reporter that remembers each call. */
export interface RecordingReporter extends ProgressReporter {
  /** Every call, oldest first. */
  readonly calls: readonly ReportedStage[];
}

/**
 * For tests: what an export reported, in order.
 *
 * @example const progress = createRecordingReporter();
 */
export function createRecordingReporter(): RecordingReporter {
  const calls: ReportedStage[] = [];
  return {
    calls,
    addStage: (jobId, stage) => void calls.push({ call: "addStage", jobId, stage }),
    updateStage: (jobId, stage) => void calls.push({ call: "updateStage", jobId, stage }),
  };
}
