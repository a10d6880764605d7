import type { ExportRun } from "../../contracts/exporter.js";
import type { Id } from "../../contracts/id.js";
import type { ArchiveSpec, ArchiveWatch } from "../../dwca/exporter/archive-spec.js";
import { checkDwcTables, createDwcTable } from "../../dwca/tables/dwc-table.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { eventDoubts } from "../model/event-doubts.js";
import type { Occurrence } from "../model/occurrence.js";
import type { OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import {
  type AbsenceMember,
  absencesOf,
  besideOccurrences,
  contextOf,
  type CoreOptions,
  isOfEvents,
  isOfOccurrences,
  queryWithNeeds,
} from "./core-options.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import { occurrenceCoreFields } from "./occurrence-core-fields.js";

type OccurrenceSpec = ArchiveSpec<Occurrence, OccurrenceQuery, Occurrence, DwcaDataset, OccurrenceSnapshot>;
/** The parts that only an archive with this core has. */
type OccurrenceCore = Pick<
  OccurrenceSpec,
  "core" | "extensions" | "coreRowOf" | "context" | "queryset" | "watch" | AbsenceMember
>;

const { dwc } = NAMESPACES;

/**
 * The shape whose core are occurrences with the fields of their events, in one pass.
 *
 * @throws TypeError for what only a core of events can have.
 */
export function occurrenceCore(options: CoreOptions): OccurrenceCore {
  if (options.emptyEvents === "include") throw new TypeError('emptyEvents: "include" needs a core of events.');
  const foreign = options.extensions.find(isOfEvents);
  if (foreign !== undefined) throw new TypeError(`The table ${foreign.file} is of events, and needs a core of events.`);
  const fields = occurrenceCoreFields(options.occurrenceFields, options.eventFields);
  const core = createDwcTable({
    file: "occurrence.txt",
    rowType: `${dwc}Occurrence`,
    id: `${dwc}occurrenceID`,
    fields,
  });
  const extensions = options.extensions
    .filter(isOfOccurrences)
    .map((extension) => besideOccurrences("occurrence", extension));
  checkDwcTables(
    core,
    extensions.map(({ table }) => table),
  );
  return {
    ...{ core, extensions },
    coreRowOf: (occurrence) => occurrence,
    ...absencesOf(options),
    context: contextOf(core, options),
    queryset: queryWithNeeds({ occurrenceFields: fields, extensions: options.extensions }),
    watch: (run) => countDoubtfulEvents(run, core.file),
  };
}

/** Occurrences come by event: each event is counted once. */
function countDoubtfulEvents(run: ExportRun, file: string): ArchiveWatch<Occurrence, Occurrence> {
  let last: Id | null = null;
  return {
    onCoreRow: () => undefined,
    onItem: ({ id, event }) => {
      const doubts = event !== null && event.id !== last ? eventDoubts(event) : [];
      for (const doubt of doubts) run.warn(doubt, 1, `${file}, ${id}`);
      last = event?.id ?? null;
    },
    onEnd: () => undefined,
  };
}
