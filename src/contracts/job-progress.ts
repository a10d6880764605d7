import type { JsonValue } from "./json.js";

/** The states of a job, as the reference system names them. */
export type JobState =
  "CREATED" | "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "RETRY" | "CANCELING" | "REVOKED" | "UNKNOWN";

/** A named fact about a stage. */
export interface StageParam {
  readonly key: string;
  readonly name: string;
  readonly value: JsonValue;
}

/** A visible step of a job. */
export interface JobStage {
  /** The name as a slug with `_`. */
  readonly key: string;
  readonly name: string;
  readonly status: JobState;
  /** From 0 to 1; never falls within an attempt, and is 1 only when the stage is done. */
  readonly progress: number;
  readonly params: readonly StageParam[];
}

/** The progress of a job, exactly as it is sent to clients. */
export interface JobProgress {
  readonly summary: { readonly status: JobState; readonly progress: number };
  readonly stages: readonly JobStage[];
  /** Sentences for people. */
  readonly errors: readonly string[];
  /** Sentences for people, oldest first. */
  readonly logs: readonly string[];
}
