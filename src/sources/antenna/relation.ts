import type { OpenOptions } from "../../contracts/data-source.js";
import type { Named, Occurrence, Person, Taxon } from "../../occurrences/model/occurrence.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import type { Lookup } from "./lookup.js";

/** The connection and the settings that relations are read through. */
export interface RelationReader {
  readonly run: PostgresSnapshot["run"];
  readonly taxa: Lookup<Taxon>;
  readonly algorithms: Lookup<Named>;
  readonly users: Lookup<Person>;
  /** Whether classifications have the column `applied_to_id`; asked once per snapshot. */
  readonly appliedTo: () => Promise<boolean>;
  /** The address that serves cropped images; null when none does. */
  readonly mediaRoot: string | null;
  /** Hears of paths that lie elsewhere. */
  readonly warn?: OpenOptions["warn"];
}

/** Reads what belongs to the occurrences of a page, for all of them at once. */
export type Relation = (reader: RelationReader, occurrenceIds: readonly string[]) => Promise<Related>;

/** Rows that belong to the occurrences of a page, and wait until those are written. */
export interface Related {
  /** The length of its texts. */
  readonly bytes: number;
  /** Makes the rows of some of the occurrences, looks up what they point at, and returns what gives members to one with an id. */
  open(occurrenceIds: readonly string[]): Promise<AddMembers>;
}

/** An occurrence that is being made. */
export type OccurrenceDraft = { -readonly [Name in keyof Occurrence]: Occurrence[Name] };

/** Gives members to the occurrence with an id: parts that are merged would take twice as long. */
export type AddMembers = (occurrence: OccurrenceDraft, id: string) => void;
