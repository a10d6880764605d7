import type { Authorizer } from "../../src/contracts/authorizer.js";
import type { Id } from "../../src/contracts/id.js";

/** What a worker process of the kill tests is to do, and where it is to stop. */
export interface KillOrder {
  readonly step:
    | "inserted"
    | "enqueued"
    | "claimed"
    | "rows"
    | "footer"
    | "file closed"
    | "uploading"
    | "uploaded"
    | "published"
    | "deleting";
  readonly exportId: Id;
  readonly root: string;
  readonly tempDirectory: string;
}

export const allowAll: Authorizer = { authorize: async () => "allow", readableProjects: async () => "all" };
