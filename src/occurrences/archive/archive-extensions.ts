import { emofTable } from "./emof-table.js";
import { humboldtTable } from "./humboldt-table.js";
import { multimediaTable } from "./multimedia-table.js";
import type { DwcaCore, EventExtension, OccurrenceExtension } from "./occurrence-extension.js";

/** A table beside events and occurrences. */
export type ArchiveExtensionTable = OccurrenceExtension | EventExtension;

/**
 * The tables that `createDwcaExporter` writes by default beside events and occurrences: `multimedia`, `emof` and `humboldt`. Beside a core
 * of occurrences there is no `humboldt`, which describes events.
 *
 * @example
 * ```ts
 * export const Counts = createDwcaExporter({
 *   source,
 *   core: "occurrence",
 *   extensions: [...archiveExtensions("occurrence"), counts],
 * });
 * ```
 */
export function archiveExtensions(core: DwcaCore = "event"): readonly ArchiveExtensionTable[] {
  const ofOccurrences = [multimediaTable(), emofTable()];
  return Object.freeze(core === "event" ? [...ofOccurrences, humboldtTable()] : ofOccurrences);
}
