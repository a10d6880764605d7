import type { OpenOptions } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import { compareIds } from "../../occurrences/model/compare-ids.js";
import { eventLabel } from "../../occurrences/model/event-label.js";
import type { Occurrence } from "../../occurrences/model/occurrence.js";
import type { OccurrenceDetail } from "../../occurrences/model/occurrence-details.js";
import { OCCURRENCE_QUERYSET } from "../../occurrences/model/occurrence-query.js";
import {
  createOwnRestrictions,
  type OwnConditions,
  type OwnOccurrenceSource,
} from "../../occurrences/model/own-restrictions.js";
import type {
  OccurrenceSource,
  ProjectDefaults,
  Reference,
  ReferenceKind,
} from "../../occurrences/model/occurrence-source.js";
import { MemoryOccurrenceSnapshot } from "./memory-occurrence-snapshot.js";
import type { OccurrenceDataset } from "./occurrence-dataset.js";

/** The facts that a memory source of occurrences needs beyond its dataset. */
export interface MemoryOccurrenceSourceOptions<Own = unknown> {
  /** The address below which detections' paths are served; without it, only those that are addresses themselves have one. */
  readonly mediaUrl?: string;
  /** The type of the ids of the dataset's rows; by default that of its first project's id. */
  readonly idType?: OccurrenceSource["idType"];
  /** The details that the dataset's occurrences have, for files to have columns for them; by default none. */
  readonly details?: readonly OccurrenceDetail[] | undefined;
  /**
   * Restrictions of the host's own, by name: whether an occurrence is kept, given the value of a request. The occurrence has its own
   * columns, event, deployment and determination; nothing that `needs` would add.
   */
  readonly restrictions?: OwnConditions<Own, Occurrence, boolean> | undefined;
}

/**
 * The reference implementation of {@link OccurrenceSource}: simple enough to be believed, and what other sources are compared with.
 *
 * A snapshot copies the dataset's lists and works the facts out as it is read: what the host adds to the lists, replaces or
 * removes later is not seen. Rows themselves are taken as values: replace one rather than change it.
 *
 * @param lists - those of a dataset that the host has; the others are empty.
 * @throws TypeError when one of `restrictions` is not a function.
 * @example
 * ```ts
 * registry.register("occurrences_simple_csv")(
 *   createCsvExporter({ source: createMemoryOccurrenceSource(OCCURRENCE_FIXTURE) }),
 * );
 * ```
 */
export function createMemoryOccurrenceSource<Own = unknown>(
  lists: Partial<OccurrenceDataset>,
  { mediaUrl, idType, details, restrictions }: MemoryOccurrenceSourceOptions<Own> = {},
): OwnOccurrenceSource<Own> {
  const { own, conditionOf } = createOwnRestrictions(restrictions);
  const dataset: OccurrenceDataset = { ...NO_ROWS, ...lists };
  return Object.freeze({
    idType: idType ?? (typeof dataset.projects[0]?.id === "string" ? "string" : "number"),
    details,
    own,
    queryset: () => OCCURRENCE_QUERYSET,
    open: async (options: OpenOptions) =>
      new MemoryOccurrenceSnapshot(copyOf(dataset), { ...options, mediaRoot: mediaUrl ?? null, own: { conditionOf } }),
    projectName: async ({ projectId }, signal) => {
      signal.throwIfAborted();
      return dataset.projects.find(({ id }) => id === projectId)?.name ?? null;
    },
    defaults: async ({ scope: { projectId }, signal }) => {
      signal.throwIfAborted();
      return defaultsOf(dataset, projectId);
    },
    references: async (kind, ids, { signal }) => {
      signal.throwIfAborted();
      const asked = new Set(ids);
      return new Map(
        REFERENCES[kind](dataset, ({ id }) => asked.has(id)).map((reference) => [reference.id, reference]),
      );
    },
  } satisfies OwnOccurrenceSource<Own>);
}

function defaultsOf({ projects, taxa }: OccurrenceDataset, projectId: Id): ProjectDefaults | null {
  const defaults = projects.find(({ id }) => id === projectId)?.defaults;
  if (defaults === undefined) return null;
  const named = (ids: readonly Id[]) =>
    taxa.filter(({ id }) => ids.includes(id)).sort((a, b) => compareIds(a.id, b.id));
  return {
    scoreThreshold: defaults.scoreThreshold,
    includeTaxa: named(defaults.includeTaxonIds).map(({ id, name }) => ({ id, name })),
    excludeTaxa: named(defaults.excludeTaxonIds).map(({ id, name }) => ({ id, name })),
  };
}

const NO_ROWS: OccurrenceDataset = Object.freeze({
  projects: [],
  users: [],
  algorithms: [],
  taxa: [],
  taxaLists: [],
  sites: [],
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
  taxa_list: ({ taxaLists }, isAsked) =>
    taxaLists
      .filter(isAsked)
      .map(({ id, name, projectIds }) => ({ id, name, projectIds: projectIds.length === 0 ? null : projectIds })),
  taxon: ({ taxa }, isAsked) => taxa.filter(isAsked).map(({ id, name }) => ({ id, name, projectIds: null })),
  algorithm: ({ algorithms }, isAsked) =>
    algorithms.filter(isAsked).map(({ id, name }) => ({ id, name, projectIds: null })),
  site: ({ sites }, isAsked) => sites.filter(isAsked).map(ownedByOne),
  capture: ({ captures }, isAsked) =>
    captures.filter(isAsked).map((capture) => ownedByOne({ ...capture, name: capture.path })),
  device: ({ deployments }, isAsked) => devicesOf(deployments).filter(isAsked),
  deployment: ({ deployments }, isAsked) => deployments.filter(isAsked).map(ownedByOne),
  event: ({ events }, isAsked) =>
    events.filter(isAsked).map((event) => ownedByOne({ ...event, name: eventLabel(event) })),
};

/** The devices that deployments have; nothing else is known of them. */
function devicesOf(deployments: OccurrenceDataset["deployments"]): readonly Reference[] {
  const projects = new Map<Id, Set<Id>>();
  for (const { deviceId, projectId } of deployments) {
    if (deviceId == null) continue;
    projects.set(deviceId, (projects.get(deviceId) ?? new Set()).add(projectId));
  }
  return [...projects].map(([id, projectIds]) => ({ id, name: "", projectIds: [...projectIds] }));
}

function ownedByOne({
  id,
  name,
  projectId,
}: {
  readonly id: Id;
  readonly name: string;
  readonly projectId: Id;
}): Reference {
  return { id, name, projectIds: [projectId] };
}

function copyOf(dataset: OccurrenceDataset): OccurrenceDataset {
  return {
    projects: [...dataset.projects],
    users: [...dataset.users],
    algorithms: [...dataset.algorithms],
    taxa: [...dataset.taxa],
    taxaLists: [...dataset.taxaLists],
    sites: [...dataset.sites],
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
