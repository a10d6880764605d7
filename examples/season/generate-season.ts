import type { Id } from "../../src/contracts/id.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";
import { mothTaxa } from "./moth-taxa.js";
import { createRandom } from "./random.js";
import { ALGORITHMS, DEPLOYMENTS, seasonCaptures, seasonEvents, seasonProjects, USERS } from "./season-stations.js";
import { SeasonRecords, type SeasonStage } from "./season-records.js";

/** How large a season to make. */
export interface SeasonOptions {
  /** How many occurrences, over all three projects. */
  readonly occurrences: number;
  /** The same seed gives the same season; 1 by default. */
  readonly seed?: number;
}

/** A season of moths at twelve stations of three projects, as a monitoring platform would hold it. All of it is invented but the names. */
export function generateSeason({ occurrences, seed = 1 }: SeasonOptions): OccurrenceDataset {
  const taxa = mothTaxa();
  const taxonId = (name: string): number => taxa.findIndex((taxon) => taxon.name === name) + 1;
  const capturesPerNight = Math.max(4, Math.ceil(occurrences / 150));
  const events = seasonEvents(capturesPerNight);
  const captures = seasonCaptures(events, capturesPerNight);
  const records = new SeasonRecords(
    {
      taxa: taxa.filter(({ rank }) => !["KINGDOM", "PHYLUM", "CLASS"].includes(rank)),
      events: events.filter(({ id }) => Number(id) % 20 !== 0),
      captures: byEvent(captures),
    },
    createRandom(seed),
  );
  for (let made = 0; made < occurrences; made += 1) records.addOccurrence();
  for (const capture of captures) if (Number(capture.id) % 40 === 0) records.addLooseDetections(capture);
  return {
    projects: seasonProjects(taxonId),
    users: USERS,
    algorithms: Object.values(ALGORITHMS),
    taxa,
    taxaLists: [
      { id: 1, name: "Hawk-moths", projectIds: [1, 2], taxonIds: [taxonId("Sphingidae")] },
      {
        id: 2,
        name: "Pests of crops",
        projectIds: [2],
        taxonIds: ["Agrotis segetum", "Cydia pomonella", "Helicoverpa armigera"].map(taxonId),
      },
    ],
    sites: [],
    deployments: DEPLOYMENTS,
    events,
    captures,
    collections: captureSets(captures),
    ...records.lists,
  };
}

function byEvent(captures: OccurrenceDataset["captures"]): SeasonStage["captures"] {
  const groups = new Map<Id, OccurrenceDataset["captures"][number][]>();
  for (const capture of captures) {
    if (capture.eventId === null) continue;
    const group = groups.get(capture.eventId);
    if (group === undefined) groups.set(capture.eventId, [capture]);
    else group.push(capture);
  }
  return groups;
}

/** Sets that overlap, one that is empty, and one for each other project. */
function captureSets(captures: OccurrenceDataset["captures"]): OccurrenceDataset["collections"] {
  const idsOf = (projectId: number, keep: (capture: OccurrenceDataset["captures"][number]) => boolean) =>
    captures.filter((capture) => capture.projectId === projectId && keep(capture)).map(({ id }) => id);
  return [
    {
      id: 1,
      name: "First half of May",
      projectId: 1,
      captureIds: idsOf(1, ({ timestamp }) => (timestamp ?? "") < "2023-05-09"),
    },
    { id: 2, name: "Every third capture", projectId: 1, captureIds: idsOf(1, ({ id }) => Number(id) % 3 === 0) },
    { id: 3, name: "Nothing yet", projectId: 1, captureIds: [] },
    {
      id: 4,
      name: "Río 1 & Río 2",
      projectId: 2,
      captureIds: idsOf(2, ({ deploymentId }) => deploymentId === 7 || deploymentId === 8),
    },
    { id: 5, name: "All of the roof", projectId: 3, captureIds: idsOf(3, () => true) },
  ];
}
