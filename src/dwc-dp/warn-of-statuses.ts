import type { ExportRun } from "../contracts/exporter.js";
import type { PackageTable } from "../data-package/package-table.js";
import { OCCURRENCE } from "./tables/occurrence-table.js";

const [STATUS, KEY] = ["occurrenceStatus", "occurrence_pk"].map((field) =>
  OCCURRENCE.fields.findIndex(({ name }) => name === field),
) as [number, number]; // one for each name

/** Makes what warns of written occurrences: of those that readers take for presences, and of statuses that the standard does not have. */
export function warnOfStatuses(warn: ExportRun["warn"]): (table: PackageTable, cells: readonly string[]) => void {
  return ({ name }, cells) => {
    if (name !== OCCURRENCE.name || cells[STATUS] === "detected") return;
    const code = cells[STATUS] === "notDetected" ? "ABSENCES_READ_AS_PRESENCES" : "STATUS_UNKNOWN";
    warn(code, 1, `occurrence, ${cells[KEY] ?? ""}`);
  };
}
