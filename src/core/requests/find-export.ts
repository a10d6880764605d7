import type { ExportAction } from "../../contracts/authorizer.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { Actor } from "./actor.js";
import { authorize } from "../ports/authorize.js";
import type { ServiceParts } from "../service-parts.js";

/**
 * An export, for somebody who may do this with it.
 *
 * @throws ExportError `NOT_FOUND` when there is none, or none that this user may know of; `PERMISSION_DENIED`, `UNAUTHENTICATED`.
 */
export async function findExport(
  parts: ServiceParts,
  id: Id,
  { user, action }: Actor & { readonly action: ExportAction },
): Promise<ExportRecord> {
  const record = await parts.readExport(id);
  if (record === null || record.deleted) throw new ExportError(user === null ? "UNAUTHENTICATED" : "NOT_FOUND");
  await authorize(parts, action, { user, projectId: record.projectId });
  return record;
}
