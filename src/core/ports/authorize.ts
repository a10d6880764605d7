import type { ExactRequest, ExportAction } from "../../contracts/authorizer.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { ExportUser } from "../../contracts/job-record.js";
import { callInTime } from "./call-port.js";
import type { ResolvedOptions } from "./service-options.js";

/**
 * Asks the host's authorizer, and returns only when it allows.
 *
 * @throws ExportError `UNAUTHENTICATED` for nobody who may not, `PERMISSION_DENIED`, or `NOT_FOUND` where the authorizer hides the project.
 */
export async function authorize(
  host: Pick<ResolvedOptions, "authorizer" | "leaseMs">,
  action: ExportAction,
  { user, projectId, named }: AuthorizationSubject,
): Promise<void> {
  const request = { action, userId: user?.id ?? null, projectId };
  const decision = await callInTime("AUTHORIZER_FAILED", () => host.authorizer.authorize(request), host.leaseMs);
  if (decision === "allow") return;
  if (user === null) throw new ExportError("UNAUTHENTICATED");
  if (decision === "deny") throw new ExportError("PERMISSION_DENIED");
  throw new ExportError("NOT_FOUND", named === "project" ? { message: "The project does not exist." } : {});
}

/** Those of the actions that the user may do with exports of a project, in the order given. @throws ExportError `AUTHORIZER_FAILED`. */
export async function permittedActions<Action extends ExportAction>(
  host: Pick<ResolvedOptions, "authorizer" | "leaseMs">,
  actions: readonly Action[],
  { user, projectId }: AuthorizationSubject,
): Promise<readonly Action[]> {
  const ask = (action: Action) => host.authorizer.authorize({ action, userId: user?.id ?? null, projectId });
  const decide = () => Promise.all(actions.map(ask));
  const decisions = await callInTime("AUTHORIZER_FAILED", decide, host.leaseMs);
  return actions.filter((_, index) => decisions[index] === "allow");
}

/** A user and the action that they ask for, in a project. */
export interface AuthorizationSubject {
  readonly user: Pick<ExportUser, "id"> | null;
  readonly projectId: Id;
  /** The thing that the user named; by default an export. When the project is hidden, this is what does not exist. */
  readonly named?: "export" | "project";
}

/**
 * As `authorize`, where the project cannot be known: returns for a known user who may read every project's exports.
 *
 * @throws ExportError `UNAUTHENTICATED` for nobody, `NOT_FOUND` for anybody else.
 */
export async function authorizeAll(
  host: Pick<ResolvedOptions, "authorizer" | "leaseMs">,
  user: Pick<ExportUser, "id"> | null,
): Promise<void> {
  if (user === null) throw new ExportError("UNAUTHENTICATED");
  if ((await readableProjects(host, user)) !== "all") throw new ExportError("NOT_FOUND");
}

/** The projects whose exports the user may read. @throws ExportError `AUTHORIZER_FAILED`. */
export function readableProjects(
  host: Pick<ResolvedOptions, "authorizer" | "leaseMs">,
  user: Pick<ExportUser, "id"> | null,
): Promise<readonly Id[] | "all"> {
  return callInTime("AUTHORIZER_FAILED", () => host.authorizer.readableProjects(user?.id ?? null), host.leaseMs);
}

/** Whether a user may have exact places of sensitive records. Without the authorizer's method nobody may. @throws ExportError `AUTHORIZER_FAILED`. */
export async function mayReadExact(
  host: Pick<ResolvedOptions, "authorizer" | "leaseMs">,
  request: ExactRequest,
): Promise<boolean> {
  const asking = () => host.authorizer.mayReadExact?.(request);
  const answer: unknown = await callInTime("AUTHORIZER_FAILED", async () => await asking(), host.leaseMs);
  return answer === true;
}

/** Returns when the user may have exact places. @throws ExportError `PERMISSION_DENIED`, `AUTHORIZER_FAILED`. */
export async function authorizeExact(
  host: Pick<ResolvedOptions, "authorizer" | "leaseMs">,
  request: ExactRequest,
): Promise<void> {
  if (await mayReadExact(host, request)) return;
  const message = "The file holds exact places of sensitive records, which you may not have.";
  throw new ExportError("PERMISSION_DENIED", { message });
}

/** The user who asks. */
export interface Actor {
  /** Null for a user who is not authenticated; the authorizer is asked all the same. */
  readonly user: ExportUser | null;
}

/** The user who asks, and the state of the export on which they decided. */
export interface ChangeOptions extends Actor {
  /** Refuse with `VERSION_CONFLICT` unless the export still has this version. */
  readonly version?: number;
}
