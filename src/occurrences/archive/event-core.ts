import type { ExportRun } from "../../contracts/exporter.js";
import type { Id } from "../../contracts/id.js";
import type { ArchiveSpec, ArchiveWatch } from "../../dwca/exporter/archive-spec.js";
import { checkDwcTables, createDwcTable, type DwcTable } from "../../dwca/tables/dwc-table.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { checkEvent } from "../model/check-occurrence.js";
import { eventDoubts } from "../model/event-doubts.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import { type OccurrenceQuery, restrict } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import {
  type AbsenceMember,
  absencesOf,
  besideEvents,
  besideOccurrences,
  contextOf,
  type CoreOptions,
  isOfEvents,
  isOfOccurrences,
  queryWithNeeds,
} from "./core-options.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import type { OccurrenceField } from "./occurrence-fields.js";

type EventSpec = ArchiveSpec<Occurrence, OccurrenceQuery, OccurrenceEvent, DwcaDataset, OccurrenceSnapshot>;
/** The parts that only an archive with this core has. */
type EventCore = Pick<
  EventSpec,
  | "core"
  | "extensions"
  | "coreExtensions"
  | "coreRows"
  | "checkCoreRow"
  | "coreIdOf"
  | "context"
  | "queryset"
  | "onCoreRow"
  | "watch"
  | AbsenceMember
>;

const { dwc } = NAMESPACES;

/** The shape whose core are events, read by themselves; occurrences and what belongs to them are extensions. */
export function eventCore(options: CoreOptions): EventCore {
  const { eventFields, occurrenceFields, emptyEvents } = options;
  const core = createDwcTable({ file: "event.txt", rowType: `${dwc}Event`, id: `${dwc}eventID`, fields: eventFields });
  const occurrences = occurrenceTable(occurrenceFields);
  const extensions = options.extensions
    .filter(isOfOccurrences)
    .map((extension) => besideOccurrences("event", extension));
  const coreExtensions = options.extensions.filter(isOfEvents).map(besideEvents);
  const tables = [...extensions, ...coreExtensions].map(({ table }) => table);
  checkDwcTables(core, [occurrences, ...tables]);
  const first = { table: occurrences, rows: (row: Occurrence) => [row], name: "occurrence", required: true };
  const select = queryWithNeeds(options);
  return {
    ...{ core, coreExtensions, extensions: [first, ...extensions] },
    checkCoreRow: checkEvent,
    coreRows: (snapshot, query, { warn }) =>
      snapshot.events(query, { empty: emptyEvents, onLeftOut: (count) => warn("EVENTS_LEFT_OUT", count) }),
    coreIdOf: ({ event }, dataset) => String((event && core.columns[core.idIndex]?.value?.(event, dataset)) ?? ""),
    ...absencesOf(options),
    context: contextOf(occurrences, options),
    queryset: (query, chosen) => restrict(select(query, chosen), { kind: "has_event" }),
    onCoreRow: (event, run) => {
      for (const doubt of eventDoubts(event)) run.warn(doubt, 1, `${core.file}, ${event.id}`);
    },
    watch: countEmptiedEvents,
  };
}

function occurrenceTable(fields: readonly OccurrenceField[]): DwcTable<Occurrence, DwcaDataset> {
  return createDwcTable({ file: "occurrence.txt", rowType: `${dwc}Occurrence`, id: `${dwc}eventID`, fields });
}

/** Events whose occurrences were all skipped, which is known too late to leave them out. */
function countEmptiedEvents(run: ExportRun): ArchiveWatch<OccurrenceEvent, Occurrence> {
  let events = 0;
  let filled = 0;
  let last: Id | null = null;
  return {
    onCoreRow: ({ isEmpty }) => void (events += isEmpty === true ? 0 : 1),
    onItem: ({ event }) => {
      if (event !== null && event.id !== last) filled += 1;
      last = event?.id ?? null;
    },
    onEnd: () => {
      if (events > filled) run.warn("EVENTS_WITHOUT_OCCURRENCES", events - filled);
    },
  };
}
