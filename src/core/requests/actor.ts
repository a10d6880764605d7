import type { ExportUser } from "../../contracts/job-record.js";

/** Who asks. */
export interface Actor {
  /** Null for somebody who has not said who they are; the authorizer is asked all the same. */
  readonly user: ExportUser | null;
}

/** Who asks, and on which state of the export they decided. */
export interface ChangeOptions extends Actor {
  /** Refuse with `VERSION_CONFLICT` unless the export still has this version. */
  readonly version?: number;
}
