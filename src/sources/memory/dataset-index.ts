import type { Id } from "../../contracts/id.js";
import { compareIds } from "../../occurrences/model/compare-ids.js";
import type { OccurrenceDataset } from "./occurrence-dataset.js";

/** A row of one of a dataset's lists. */
export type DatasetRow<List extends keyof OccurrenceDataset> = OccurrenceDataset[List][number];

/** The ways between a dataset's lists: by id, and from an owner to what it owns, in the order of ids. Each is worked out when it is first taken. */
export interface DatasetIndex {
  readonly project: Find<DatasetRow<"projects">>;
  readonly user: Find<DatasetRow<"users">>;
  readonly algorithm: Find<DatasetRow<"algorithms">>;
  readonly taxon: Find<DatasetRow<"taxa">>;
  readonly taxaList: Find<DatasetRow<"taxaLists">>;
  readonly deployment: Find<DatasetRow<"deployments">>;
  readonly event: Find<DatasetRow<"events">>;
  readonly capture: Find<DatasetRow<"captures">>;
  readonly collection: Find<DatasetRow<"collections">>;
  readonly classification: Find<DatasetRow<"classifications">>;
  readonly identification: Find<DatasetRow<"identifications">>;
  readonly detectionsOf: FindAll<DatasetRow<"detections">>;
  readonly classificationsOf: FindAll<DatasetRow<"classifications">>;
  readonly identificationsOf: FindAll<DatasetRow<"identifications">>;
}

/** The row of an id; null for null and for an unknown id. */
type Find<Row> = (id: Id | null) => Row | null;
type FindAll<Row> = (ownerId: Id) => readonly Row[];

/** The index of a dataset that nobody changes any more. */
export function indexDataset(dataset: OccurrenceDataset): DatasetIndex {
  return {
    project: byId(dataset.projects),
    user: byId(dataset.users),
    algorithm: byId(dataset.algorithms),
    taxon: byId(dataset.taxa),
    taxaList: byId(dataset.taxaLists),
    deployment: byId(dataset.deployments),
    event: byId(dataset.events),
    capture: byId(dataset.captures),
    collection: byId(dataset.collections),
    classification: byId(dataset.classifications),
    identification: byId(dataset.identifications),
    detectionsOf: byOwner(dataset.detections, ({ occurrenceId }) => occurrenceId),
    classificationsOf: byOwner(dataset.classifications, ({ detectionId }) => detectionId),
    identificationsOf: byOwner(dataset.identifications, ({ occurrenceId }) => occurrenceId),
  };
}

function byId<Row extends { readonly id: Id }>(rows: readonly Row[]): Find<Row> {
  let index: ReadonlyMap<Id, Row> | undefined;
  return (id) => {
    index ??= new Map(rows.map((row) => [row.id, row]));
    return id === null ? null : (index.get(id) ?? null);
  };
}

function byOwner<Row extends { readonly id: Id }>(
  rows: readonly Row[],
  ownerOf: (row: Row) => Id | null,
): FindAll<Row> {
  let index: ReadonlyMap<Id, readonly Row[]> | undefined;
  return (ownerId) => {
    index ??= grouped(rows, ownerOf);
    return index.get(ownerId) ?? [];
  };
}

function grouped<Row extends { readonly id: Id }>(
  rows: readonly Row[],
  ownerOf: (row: Row) => Id | null,
): ReadonlyMap<Id, readonly Row[]> {
  const groups = new Map<Id, Row[]>();
  for (const row of rows.toSorted((a, b) => compareIds(a.id, b.id))) {
    const owner = ownerOf(row);
    if (owner === null) continue;
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [row]);
    else group.push(row);
  }
  return groups;
}
