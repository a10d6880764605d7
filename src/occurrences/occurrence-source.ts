import type { DataSource, OpenOptions, Snapshot } from "../contracts/data-source.js";
import type { Id } from "../contracts/id.js";
import type { Occurrence, OccurrenceEvent } from "./occurrence.js";
import type { OccurrenceQuery } from "./occurrence-query.js";
import type { Scope } from "../contracts/scope.js";

/** The project of an export, as its source knows it. */
export interface ProjectFacts {
  readonly id: Id;
  readonly name: string;
  readonly description: string | null;
  /** The licence of the data: an address or a short name such as `CC-BY-4.0`. */
  readonly license: string | null;
  readonly rightsHolder: string | null;
  /** The display name of the project's owner. */
  readonly ownerName: string | null;
  /** ISO text; see {@link Occurrence} for timestamps. */
  readonly updatedAt: string | null;
}

/** Things that a filter can point at. */
export type ReferenceKind = "project" | "collection" | "taxa_list" | "taxon" | "deployment" | "event";

/** What a source knows of a thing that a filter points at. */
export interface Reference {
  readonly id: Id;
  readonly name: string;
  /** The projects it belongs to; null when it belongs to all (a taxon). */
  readonly projectIds: readonly Id[] | null;
}

/** One consistent view of a project's occurrences. */
export interface OccurrenceSnapshot extends Snapshot<Occurrence, OccurrenceQuery> {
  /** The project of the scope. */
  project(): Promise<ProjectFacts>;
  /**
   * The events of the query's occurrences, by id, in batches; `empty: "include"` adds the project's events that have none
   * of them.
   */
  events(query: OccurrenceQuery, options: { readonly empty: "include" | "omit" }): AsyncIterable<readonly OccurrenceEvent[]>;
}

/** A {@link DataSource} of occurrences: what the built-in exporters read. */
export interface OccurrenceSource extends DataSource<Occurrence, OccurrenceQuery> {
  /** How this source names its rows: what filters accept for an id. */
  readonly idType: "number" | "string";
  open(options: OpenOptions): Promise<OccurrenceSnapshot>;
  /**
   * What there is under these ids, whatever project it belongs to; an id that is not there is absent from the map. The keys are
   * the ids as they were asked for.
   */
  references(
    kind: ReferenceKind,
    ids: readonly Id[],
    options: { readonly scope: Scope; readonly signal: AbortSignal },
  ): Promise<ReadonlyMap<Id, Reference>>;
}
