import type { JobStage } from "./job-progress.js";
import type { Id } from "./id.js";

/**
 * The host's listener to a running job. Core calls it at most four times a second and never waits for it: one that throws,
 * hangs or is slow never harms an export.
 */
export interface ProgressReporter {
  /** A stage has appeared. `jobId` is the host's own where it has one (`createJob`), else the export's. Called once per stage when an attempt starts, in the stages' order. */
  addStage(jobId: Id, stage: JobStage): void | Promise<void>;
  /** A stage has moved, or its attempt has ended (`SUCCESS`, `FAILURE`, `REVOKED`, `RETRY`); the stage is given whole. */
  updateStage(jobId: Id, stage: JobStage): void | Promise<void>;
}
