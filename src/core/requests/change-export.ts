import type { ExportAction } from "../../contracts/authorizer.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "./actor.js";
import { findExport } from "./find-export.js";
import type { ServiceParts } from "../service-parts.js";

/** What somebody does to an export. */
export interface ExportChange extends ChangeOptions {
  readonly action: ExportAction;
  /** The change, given the record as it stands; null for none. Throws an ExportError to refuse. */
  readonly patch: (current: ExportRecord) => ExportPatch | null;
}

/**
 * Changes an export on a user's behalf, and returns it as it then is. A change by somebody else in between is looked at again.
 *
 * @throws ExportError `VERSION_CONFLICT` when the user's version is not the export's; whatever `findExport` and the patch throw.
 */
export async function changeExport(parts: ServiceParts, id: Id, change: ExportChange): Promise<ExportRecord> {
  for (;;) {
    const current = await findExport(parts, id, change);
    if (change.version !== undefined && change.version !== current.version) throw new ExportError("VERSION_CONFLICT");
    const patch = change.patch(current);
    const changed = patch === null ? current : await parts.store.update(id, { version: current.version }, patch);
    if (changed !== null) return changed;
  }
}
