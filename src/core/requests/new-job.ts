import type { JobRecord } from "../../contracts/job-record.js";
import { initialProgress } from "../attempt/job-stages.js";

/** A job that nothing has been done for yet. */
export function newJob(name: string): JobRecord {
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
