import { ExportError } from "../../contracts/export-error.js";
import type { ExportRun } from "../../contracts/exporter.js";
import { inTurns } from "../../core/exporters/get-data-in-batches.js";
import { callPort } from "../../core/ports/call-port.js";
import type { Occurrence, OccurrenceEvent, Taxon } from "../model/occurrence.js";
import type { OccurrenceQuery, OccurrenceRestriction } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import { type AbsenceOptions, checkAbsentTaxa, inAbsenceOrder } from "./absence.js";
import { withAbsences } from "./with-absences.js";

/** Selects the events of an archive. */
export interface AbsenceScope {
  readonly snapshot: OccurrenceSnapshot;
  readonly query: OccurrenceQuery;
  readonly run: Pick<ExportRun, "scope" | "signal">;
  readonly empty: "include" | "omit";
}

const LIMIT = 1_000_000;

/**
 * Refuses absences that would be too many, before a row is read.
 *
 * @throws ExportError `ROW_LIMIT` with the estimate; `SOURCE_FAILED`; `EXPORTER_FAILED` when the host's functions throw.
 */
export async function estimateAbsences(options: AbsenceOptions, scope: AbsenceScope): Promise<number> {
  const { limit = LIMIT } = options;
  const taxa = await taxaOf(options, scope);
  let events = 0;
  for await (const batch of eventsOf(scope)) events += batch.filter((event) => options.supports(event)).length;
  const rows = events * taxa.length;
  if (rows <= limit) return rows;
  const message = `The absences of ${taxa.length} taxa in ${events} events would be up to ${rows} rows, more than ${limit}.`;
  throw new ExportError("ROW_LIMIT", { message, details: [{ path: ["absences"], code: "too_many", message }] });
}

/** The exported occurrences with the absences of their events among them. */
export async function* addAbsences(
  exported: AsyncIterable<readonly Occurrence[]>,
  options: AbsenceOptions,
  scope: AbsenceScope,
): AsyncGenerator<readonly Occurrence[], void, undefined> {
  await estimateAbsences(options, scope);
  const { snapshot, query, run } = scope;
  const all: OccurrenceQuery = { restrictions: query.restrictions.filter(isOfEvents), order: "event", needs: [] };
  yield* withAbsences(exported, {
    project: await callPort("SOURCE_FAILED", () => snapshot.project(), run.signal),
    taxa: await taxaOf(options, scope),
    events: eventsOf(scope),
    found: inTurns(() => snapshot.batches(all), run.signal),
    supports: (event) => options.supports(event),
  });
}

/** Restrictions by which an event has all of its occurrences or none. */
function isOfEvents({ kind }: OccurrenceRestriction): boolean {
  return kind === "has_event" || kind === "event";
}

function eventsOf({ snapshot, query, run, empty }: AbsenceScope): AsyncIterable<readonly OccurrenceEvent[]> {
  return inTurns(() => snapshot.events(query, { empty }), run.signal);
}

async function taxaOf({ taxa }: AbsenceOptions, { snapshot, run }: AbsenceScope): Promise<readonly Taxon[]> {
  const { scope, signal } = run;
  if (typeof taxa !== "function") return inAbsenceOrder(taxa);
  const given = async (): Promise<readonly Taxon[]> => {
    const list = await taxa({ scope, snapshot, signal });
    checkAbsentTaxa(list);
    return list;
  };
  return inAbsenceOrder(await callPort("EXPORTER_FAILED", given, signal));
}
