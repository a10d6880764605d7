import type {
  Deployment,
  Named,
  Occurrence,
  OccurrenceEvent,
  Person,
  Taxon,
} from "../../occurrences/model/occurrence.js";
import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, numberOf } from "./antenna-values.js";
import { hasAppliedTo } from "./classifications.js";
import { loadDeployments, loadEvents } from "./events.js";
import { Lookup } from "./lookup.js";
import { loadAlgorithms, loadUsers } from "./named.js";
import type { OccurrenceRow } from "./occurrence-pages.js";
import type { OccurrenceDraft, RelationReader } from "./relation.js";
import { relationsFor } from "./relations.js";
import { loadTaxa } from "./taxa.js";

/** Occurrences with all that was read for them. */
export interface OccurrencePage {
  readonly rows: readonly OccurrenceRow[];
  /** The length of the texts that wait to be unpacked. */
  readonly bytes: number;
  /** Makes occurrences of some of the rows. */
  open(rows: readonly OccurrenceRow[]): Promise<readonly Occurrence[]>;
}

/** Reads what belongs to occurrences, of one snapshot. What many of them share is read once. */
export class OccurrenceReader {
  readonly deployments: Lookup<Deployment>;
  readonly #events: Lookup<OccurrenceEvent>;
  readonly #relations: RelationReader;
  #appliedTo: Promise<boolean> | undefined;

  constructor(run: PostgresSnapshot["run"], media: Pick<RelationReader, "mediaRoot" | "warn">) {
    this.deployments = new Lookup((ids) => loadDeployments(run, ids));
    this.#events = new Lookup((ids) => loadEvents({ run, deployments: this.deployments }, ids));
    this.#relations = {
      ...{ run, ...media },
      taxa: new Lookup<Taxon>((ids) => loadTaxa(run, ids)),
      algorithms: new Lookup<Named>((ids) => loadAlgorithms(run, ids)),
      users: new Lookup<Person>((ids) => loadUsers(run, ids)),
      appliedTo: () => (this.#appliedTo ??= hasAppliedTo(run)),
    };
  }

  /** Reads all that the occurrences of a page need. */
  async read(
    rows: readonly OccurrenceRow[],
    { project, needs }: { readonly project: Named; readonly needs: readonly OccurrenceNeed[] },
  ): Promise<OccurrencePage> {
    const ids = rows.map((row) => row.id);
    const [event, deployment, taxon, related] = await Promise.all([
      this.#events.find(rows.map((row) => row.eventId)),
      this.deployments.find(rows.map((row) => row.deploymentId)),
      this.#relations.taxa.find(rows.map((row) => row.determinationId)),
      Promise.all(relationsFor(needs).map((relation) => relation(this.#relations, ids))),
    ]);
    const open = async (part: readonly OccurrenceRow[]) => {
      const partIds = part.map((row) => row.id);
      const additions = await Promise.all(related.map((one) => one.open(partIds)));
      return part.map((row) => {
        const occurrence: OccurrenceDraft = {
          id: idOf(row.id),
          project,
          event: event(row.eventId),
          deployment: deployment(row.deploymentId),
          determination: taxon(row.determinationId),
          determinationScore: numberOf(row.determinationScore),
          createdAt: row.createdAt,
          updatedAt: row.updatedAt,
        };
        for (const add of additions) add(occurrence, row.id);
        return occurrence;
      });
    };
    return { rows, bytes: related.reduce((sum, { bytes }) => sum + bytes, 0), open };
  }
}
