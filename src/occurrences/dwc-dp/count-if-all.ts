import { callPort } from "../../core/ports/call-port.js";
import type { ExportRun } from "../../contracts/exporter.js";
import type { OccurrenceQuery, OccurrenceRestriction } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";

/**
 * Counts the occurrences of a query, if these are all of the events that it gives. Null where it restricts animals, where the project's
 * defaults or a missing name leave some out, and where the source does not say. Occurrences without an event are missing in none.
 *
 * @throws ExportError `SOURCE_FAILED`.
 */
export async function countIfAll({
  snapshot,
  query,
  run,
}: {
  readonly snapshot: Pick<OccurrenceSnapshot, "count" | "leftOut">;
  readonly query: OccurrenceQuery;
  readonly run: Pick<ExportRun, "signal">;
}): Promise<number | null> {
  if (!query.restrictions.every(keepsAnimals)) return null;
  const counts = await callPort("SOURCE_FAILED", () => snapshot.leftOut?.(query), run.signal);
  if (counts == null) return null;
  const isAll = Object.entries(counts).every(([reason, count]) => reason === "no_event" || count === 0);
  return isAll ? await callPort("SOURCE_FAILED", () => snapshot.count(query), run.signal) : null;
}

/** Restrictions by which an event has all of its occurrences or none, and the defaults: what they leave out is counted. */
const KEEPING: ReadonlySet<OccurrenceRestriction["kind"]> = new Set<OccurrenceRestriction["kind"]>([
  ...(["has_event", "event", "deployment", "site", "device", "project_defaults"] as const),
]);

function keepsAnimals({ kind }: OccurrenceRestriction): boolean {
  return KEEPING.has(kind);
}
