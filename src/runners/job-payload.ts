import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";

/** All that travels through a queue, as JSON: a number stays a number, a text a text. */
export interface JobPayload {
  readonly jobId: Id;
}

/** The id in an entry of a queue. @throws ExportError `RUNNER_FAILED` when the entry is not a job's. */
export function parseJobId(payload: unknown): Id {
  const jobId = typeof payload === "object" && payload !== null && "jobId" in payload ? payload.jobId : undefined;
  if (typeof jobId === "number" || typeof jobId === "string") return jobId;
  throw new ExportError("RUNNER_FAILED", {
    message: "An entry of the queue was not a job. It was dropped.",
    retryable: false,
  });
}
