import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import type { Occurrence, OccurrenceEvent } from "./occurrence.js";
import type { OccurrenceDetail } from "./occurrence-details.js";
import type { OccurrenceQuery } from "./occurrence-query.js";
import type { Scope } from "../../contracts/scope.js";

/** The project of an export, as its source knows it. */
export interface ProjectDescription {
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
export type ReferenceKind =
  | "project"
  | "collection"
  | "taxa_list"
  | "taxon"
  | "deployment"
  | "event"
  | "capture"
  | "algorithm"
  | "site"
  | "device";

/** A record that a filter names by its id, such as a capture set. */
export interface Reference {
  readonly id: Id;
  /** Empty for what has none: a device. */
  readonly name: string;
  /** The projects it belongs to; null when it belongs to all: a taxon, an algorithm, a taxa list without a project. */
  readonly projectIds: readonly Id[] | null;
}

/** The default filters of a project, with names for people. */
export interface ProjectDefaults {
  /** The least score of a determination, from 0 to 1. */
  readonly scoreThreshold: number;
  /** Only these taxa and those below them; none for all. */
  readonly includeTaxa: readonly { readonly id: Id; readonly name: string }[];
  /** Neither these taxa nor those below them. */
  readonly excludeTaxa: readonly { readonly id: Id; readonly name: string }[];
}

/** Selects the events that {@link OccurrenceSnapshot.events} gives. */
export interface EventSelection {
  /** `omit`: the events of the query's occurrences. `include`: the project's empty events too. */
  readonly empty: "include" | "omit";
  /** With `include`: receives how many events are neither, as they are found. Not called for none. */
  readonly onLeftOut?: ((count: number) => void) | undefined;
}

/** One consistent view of a project's occurrences. */
export interface OccurrenceSnapshot extends Snapshot<Occurrence, OccurrenceQuery> {
  /** The project of the scope. */
  project(): Promise<ProjectDescription>;
  /**
   * The events of the query's occurrences, by id, in batches. `empty: "include"` adds empty events, with `isEmpty`: the project's
   * events to which no occurrence belongs, valid or not. Readers take them for nights without animals.
   *
   * The query's restrictions on places and times hold for empty events by their own deployment, time and captures: `deployment`, `site`,
   * `device`, `event`, `dates` (an event under way on one of them), `collection`, `capture`, `outside`. `ids` excludes all. Restrictions
   * on animals exclude none. A restriction of the host's own excludes all, since it is about occurrences. Events that meet the former and
   * are not given have been left out, for `onLeftOut`: their occurrences are not the query's, or nobody knows whether the host's own
   * restriction holds.
   */
  events(query: OccurrenceQuery, options: EventSelection): AsyncIterable<readonly OccurrenceEvent[]>;
}

/** A {@link DataSource} of occurrences: what the built-in exporters read. */
export interface OccurrenceSource extends DataSource<Occurrence, OccurrenceQuery> {
  /** The type of this source's ids: what filters accept for an id. */
  readonly idType: "number" | "string";
  /** The details that its occurrences have: files have columns for these. By default none. */
  readonly details?: readonly OccurrenceDetail[] | undefined;
  open(options: OpenOptions): Promise<OccurrenceSnapshot>;
  /** The default filters of the scope's project, for people; null where the project does not exist. Absent where it cannot know them. */
  defaults?(options: { readonly scope: Scope; readonly signal: AbortSignal }): Promise<ProjectDefaults | null>;
  /**
   * Finds the references of these ids, whatever project they belong to. An id that does not exist is absent from the
   * map. The keys are the ids as they were asked for.
   */
  references(
    kind: ReferenceKind,
    ids: readonly Id[],
    options: { readonly scope: Scope; readonly signal: AbortSignal },
  ): Promise<ReadonlyMap<Id, Reference>>;
}
