import type { OpenOptions } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import { eventLabel } from "../../occurrences/event-label.js";
import { OCCURRENCE_QUERYSET } from "../../occurrences/occurrence-queryset.js";
import type { OccurrenceSource, Reference, ReferenceKind } from "../../occurrences/occurrence-source.js";
import { MemoryOccurrenceSnapshot } from "./memory-occurrence-snapshot.js";
import type { OccurrenceDataset } from "./occurrence-dataset.js";

/** What a memory source of occurrences needs to know beyond its dataset. */
export interface MemoryOccurrenceSourceOptions {
  /** The address below which detections' paths are served; without it, only those that are addresses themselves have one. */
  readonly mediaUrl?: string;
  /** How the dataset names its rows; by default as its first project is named. */
  readonly idType?: OccurrenceSource["idType"];
}

/**
 * The reference implementation of {@link OccurrenceSource}: simple enough to be believed, and what other sources are compared with.
 *
 * A snapshot copies the dataset's lists and works the facts out as it is read: what the host adds to the lists, replaces or
 * removes later is not seen. Rows themselves are taken as values: replace one rather than change it.
 *
 * @param lists - those of a dataset that the host has; the others are empty.
 */
export function createMemoryOccurrenceSource(
  lists: Partial<OccurrenceDataset>,
  { mediaUrl, idType }: MemoryOccurrenceSourceOptions = {},
): OccurrenceSource {
  const dataset: OccurrenceDataset = { ...NO_ROWS, ...lists };
  return Object.freeze({
    idType: idType ?? (typeof dataset.projects[0]?.id === "string" ? "string" : "number"),
    queryset: () => OCCURRENCE_QUERYSET,
    open: async (options: OpenOptions) => new MemoryOccurrenceSnapshot(copyOf(dataset), { ...options, mediaRoot: mediaUrl ?? null }),
    projectName: async ({ projectId }, signal) => {
      signal.throwIfAborted();
      return dataset.projects.find(({ id }) => id === projectId)?.name ?? null;
    },
    references: async (kind, ids, { signal }) => {
      signal.throwIfAborted();
      const asked = new Set(ids);
      return new Map(REFERENCES[kind](dataset, ({ id }) => asked.has(id)).map((reference) => [reference.id, reference]));
    },
  } satisfies OccurrenceSource);
}

const NO_ROWS: OccurrenceDataset = Object.freeze({
  projects: [],
  users: [],
  algorithms: [],
  taxa: [],
  taxaLists: [],
  deployments: [],
  events: [],
  captures: [],
  collections: [],
  occurrences: [],
  detections: [],
  classifications: [],
  identifications: [],
});

type Finder = (dataset: OccurrenceDataset, isAsked: (row: { readonly id: Id }) => boolean) => readonly Reference[];

/** An event, which has no name, goes by the label of its dates. */
const REFERENCES: { readonly [Kind in ReferenceKind]: Finder } = {
  project: ({ projects }, isAsked) => projects.filter(isAsked).map(({ id, name }) => ({ id, name, projectIds: [id] })),
  collection: ({ collections }, isAsked) => collections.filter(isAsked).map(ownedByOne),
  taxa_list: ({ taxaLists }, isAsked) => taxaLists.filter(isAsked).map(({ id, name, projectIds }) => ({ id, name, projectIds })),
  taxon: ({ taxa }, isAsked) => taxa.filter(isAsked).map(({ id, name }) => ({ id, name, projectIds: null })),
  deployment: ({ deployments }, isAsked) => deployments.filter(isAsked).map(ownedByOne),
  event: ({ events }, isAsked) => events.filter(isAsked).map((event) => ownedByOne({ ...event, name: eventLabel(event) })),
};

function ownedByOne({ id, name, projectId }: { readonly id: Id; readonly name: string; readonly projectId: Id }): Reference {
  return { id, name, projectIds: [projectId] };
}

function copyOf(dataset: OccurrenceDataset): OccurrenceDataset {
  return {
    projects: [...dataset.projects],
    users: [...dataset.users],
    algorithms: [...dataset.algorithms],
    taxa: [...dataset.taxa],
    taxaLists: [...dataset.taxaLists],
    deployments: [...dataset.deployments],
    events: [...dataset.events],
    captures: [...dataset.captures],
    collections: [...dataset.collections],
    occurrences: [...dataset.occurrences],
    detections: [...dataset.detections],
    classifications: [...dataset.classifications],
    identifications: [...dataset.identifications],
  };
}
