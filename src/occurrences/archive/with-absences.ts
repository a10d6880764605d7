import type { Id } from "../../contracts/id.js";
import type { Named, Occurrence, OccurrenceEvent, Taxon } from "../model/occurrence.js";
import { createAbsence } from "./absence.js";
import { RowsByEvent } from "./rows-by-event.js";

/** The sources of absences. All iterations are in the order of events. */
export interface AbsenceSources {
  readonly project: Named;
  /** In the order in which an event's absences are written. */
  readonly taxa: readonly Taxon[];
  /** The events that are exported. */
  readonly events: AsyncIterable<readonly OccurrenceEvent[]>;
  /** Every occurrence of these events, whatever a request's filters leave out: what was found is not absent. */
  readonly found: AsyncIterable<readonly Occurrence[]>;
  supports(event: OccurrenceEvent): boolean;
}

/** The exported occurrences, and after those of each event the taxa that it did not find. */
export async function* withAbsences(
  exported: AsyncIterable<readonly Occurrence[]>,
  { project, taxa, events, found, supports }: AbsenceSources,
): AsyncGenerator<readonly Occurrence[], void, undefined> {
  await using rows = new RowsByEvent(exported);
  await using all = new RowsByEvent(found);
  for await (const batch of events) {
    for (const event of batch) {
      yield* rows.upTo(event.id);
      if (!supports(event)) continue;
      const seen = await idsOfEvent(all, event.id);
      const absent = taxa.filter(({ id }) => !seen.has(String(id)));
      if (absent.length > 0) yield absent.map((taxon) => createAbsence(project, event, taxon));
    }
  }
  yield* rows.upTo(null);
}

/** The ids of all taxa that an event found, those above them included. */
async function idsOfEvent(all: RowsByEvent, eventId: Id): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for await (const piece of all.upTo(eventId))
    for (const { event, determination } of piece) {
      if (event?.id !== eventId || determination === null) continue;
      for (const { id } of [determination, ...determination.parents]) seen.add(String(id));
    }
  return seen;
}
