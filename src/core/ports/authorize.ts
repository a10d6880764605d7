import type { ExportAction } from "../../contracts/authorizer.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { ExportUser } from "../../contracts/job-record.js";
import { callInTime } from "./call-in-time.js";
import type { ServiceParts } from "../service-parts.js";

/**
 * Asks the host's authorizer, and returns only when it allows.
 *
 * @throws ExportError `UNAUTHENTICATED` for nobody who may not, `PERMISSION_DENIED`, or `NOT_FOUND` where the project is not to be known of.
 */
export async function authorize(
  parts: Pick<ServiceParts, "authorizer" | "leaseMs">,
  action: ExportAction,
  { user, projectId }: { readonly user: Pick<ExportUser, "id"> | null; readonly projectId: Id },
): Promise<void> {
  const request = { action, userId: user?.id ?? null, projectId };
  const decision = await callInTime("AUTHORIZER_FAILED", () => parts.authorizer.authorize(request), parts.leaseMs);
  if (decision === "allow") return;
  if (user === null) throw new ExportError("UNAUTHENTICATED");
  throw new ExportError(decision === "deny" ? "PERMISSION_DENIED" : "NOT_FOUND");
}
