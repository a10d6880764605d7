import type { Kysely, RawBuilder } from "kysely";
import type { Scope } from "../../contracts/scope.js";
import { checkBatchSize } from "../../rows/row-limits.js";
import { OCCURRENCE_QUERYSET } from "../../occurrences/model/occurrence-query.js";
import { createOwnRestrictions, type OwnOccurrenceSource } from "../../occurrences/model/own-restrictions.js";
import { openPostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { MOST_ROWS, snapshotDefaults, type SnapshotOptions } from "../kysely/snapshot-options.js";
import { AntennaSnapshot } from "./antenna-snapshot.js";
import { defaultsOf, selectDefaults } from "./defaults.js";
import { type AntennaConditions, ownCondition } from "./own-condition.js";
import { selectProject } from "./project.js";
import { referencesById, selectReferences } from "./references.js";

/** The options of an Antenna source. */
export interface AntennaSourceOptions<DB, Own = unknown> extends SnapshotOptions {
  /**
   * Antenna's PostgreSQL; a role that may only read is enough. Guard its pool with `guardPool`. Give it two connections
   * per export at work, and two more. One is the snapshot's own; others join it or stop it, where the pool has them to
   * spare.
   */
  readonly db: Kysely<DB>;
  /** Antenna's media root, below which cropped images are served; without it only complete addresses are given. */
  readonly mediaUrl?: string;
  /**
   * Restrictions of the host's own, by name: a condition on an occurrence `o`, a row of `main_occurrence`, given the value of a
   * request. Names are those of the database: the Kysely plugins of `db` have no part in it. NULL counts as no.
   */
  readonly restrictions?: AntennaConditions<DB, Own> | undefined;
}

/**
 * The occurrences of an Antenna database. Reads its tables as they are, in one transaction per snapshot, changes nothing and asks
 * for no index of its own. Timestamps stay the stations' wall-clock times. Batches hold 10,000 rows at most.
 *
 * @throws TypeError when one of `restrictions` is not a function.
 * @example
 * ```ts
 * const source = createAntennaSource({ db, mediaUrl: "https://media.example.org/" });
 * ```
 */
export function createAntennaSource<DB, Own = unknown>(
  options: AntennaSourceOptions<DB, Own>,
): OwnOccurrenceSource<Own> {
  const { db, mediaUrl = null } = options;
  const { own, conditionOf } = createOwnRestrictions(options.restrictions);
  const { session, ...limits } = snapshotDefaults(options);
  // A snapshot for one statement, since it has time limits and can be stopped.
  const run = async <Row>(statement: RawBuilder<Row>, scope: Scope, signal: AbortSignal): Promise<readonly Row[]> => {
    const prelude = session(scope);
    await using snapshot = await openPostgresSnapshot(db, { ...limits, prelude, extraReaders: 0, signal });
    return await snapshot.run(statement);
  };
  return Object.freeze<OwnOccurrenceSource<Own>>({
    own,
    idType: "number",
    queryset: () => OCCURRENCE_QUERYSET,
    open: async ({ scope, signal, batchSize, warn }) => {
      checkBatchSize(batchSize, MOST_ROWS);
      const snapshot = await openPostgresSnapshot(db, { ...limits, prelude: session(scope), signal });
      return new AntennaSnapshot(snapshot, {
        ...{ projectId: scope.projectId, userId: scope.userId, batchSize, mediaRoot: mediaUrl, warn, signal },
        own: (restriction) => ownCondition(conditionOf(restriction)),
      });
    },
    projectName: async (scope, signal) => (await run(selectProject(scope.projectId), scope, signal))[0]?.name ?? null,
    defaults: async ({ scope, signal }) => defaultsOf(await run(selectDefaults(scope.projectId), scope, signal)),
    references: async (kind, ids, { scope, signal }) =>
      referencesById(ids, await run(selectReferences(kind, ids), scope, signal)),
  });
}
