import type { ExportAction } from "../../contracts/authorizer.js";
import { ExportError } from "../../contracts/export-error.js";
import { type ExportRecord, isDamaged } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import { showDamage } from "../lifecycle/damaged-patch.js";
import { type Actor, authorize, authorizeAll } from "../ports/authorize.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** A user and the action that they ask for. */
interface Ask extends Actor {
  readonly action: ExportAction;
}

/**
 * Returns an export when the user may do this with it; a damaged one as it is shown.
 *
 * @throws ExportError `NOT_FOUND` when there is none, or none that this user may know of; `PERMISSION_DENIED`, `UNAUTHENTICATED`.
 */
export async function findExport(host: ResolvedOptions, id: Id, ask: Ask): Promise<ExportRecord> {
  const record = await findStored(host, id, ask);
  host.reportDamage(record, "get");
  return showDamage(record);
}

/** As `findExport`, but the record as it is stored. */
export async function findStored(host: ResolvedOptions, id: Id, { user, action }: Ask): Promise<ExportRecord> {
  const record = await host.readExport(id);
  if (record === null || record.deleted) throw new ExportError(user === null ? "UNAUTHENTICATED" : "NOT_FOUND");
  if (isDamaged(record, "projectId")) await authorizeAll(host, user);
  else await authorize(host, action, { user, projectId: record.projectId });
  return record;
}
