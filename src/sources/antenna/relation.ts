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

/**
 * Loads the related rows of all occurrences of a batch at once. Gives the members that they add to the occurrence with
 * a given id.
 */
export type Relation = (
  reader: RelationReader,
  occurrenceIds: readonly string[],
) => Promise<(id: string) => Partial<Occurrence>>;

/** The rows by a key, each group in the order in which its rows came. */
export function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): (key: string) => readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return (key) => groups.get(key) ?? [];
}
