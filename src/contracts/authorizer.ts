import type { Id } from "./id.js";

/**
 * An action that a user asks for on a project's exports. `run` is asked of the creator when a job starts, and again
 * before it publishes. Allow it to every user who may create.
 */
export type ExportAction = "create" | "read" | "update" | "delete" | "cancel" | "retry" | "download" | "run";

/** A question to an {@link Authorizer}. A worker has only the user's id, so the question names no more of the user. */
export interface AuthorizationRequest {
  readonly action: ExportAction;
  /** Null for a user who is not authenticated. */
  readonly userId: Id | null;
  readonly projectId: Id;
}

/** A question whether a user may read exact places of sensitive records. */
export type ExactRequest = Pick<AuthorizationRequest, "userId" | "projectId">;

/** `deny`: forbidden (403). `hide`: also conceal that the project exists (404). */
export type Decision = "allow" | "deny" | "hide";

/** The host's rules. There is no default, and nothing is allowed without asking. */
export interface Authorizer {
  /** Whether the user may do this with exports of the project, as the rules stand now. */
  authorize(request: AuthorizationRequest): Promise<Decision>;
  /** The projects whose exports a list without a project may show this user; `"all"` for no restriction. */
  readableProjects(userId: Id | null): Promise<readonly Id[] | "all">;
  /**
   * Whether the user may have exact places of records that a sensitivity policy protects. Asked when an export runs,
   * and again of everybody who downloads such a file. Without this method nobody may.
   */
  mayReadExact?(request: ExactRequest): Promise<boolean>;
}
