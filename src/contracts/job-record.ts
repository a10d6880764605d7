import type { Id } from "./id.js";
import type { JobProgress, JobState } from "./job-progress.js";
import type { JsonValue } from "./json.js";

/** The run of an export, as data. An export has exactly one job, which bears the export's own id. */
export interface JobRecord {
  /** The id of the host's own job, as its `createJob` has returned it; absent where the host has none. Clients see it as the job's id. */
  readonly id?: Id;
  readonly name: string;
  readonly state: JobState;
  readonly progress: JobProgress;
  readonly result: JsonValue;
  /** Counts the attempts that have started since the last request to run. */
  readonly attempts: number;
  /** The token of the attempt that runs now; null when none does. Every write of a run carries it. */
  readonly token: string | null;
  /** Whether a user asked a running job to stop. */
  readonly cancelRequested: boolean;
}

/** A user as a record keeps one. */
export interface ExportUser {
  readonly id: Id;
  readonly name: string;
}
