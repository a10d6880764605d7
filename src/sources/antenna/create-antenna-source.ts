import type { Kysely, RawBuilder } from "kysely";
import { OCCURRENCE_QUERYSET } from "../../occurrences/occurrence-queryset.js";
import type { OccurrenceSource } from "../../occurrences/occurrence-source.js";
import { checkBatchSize } from "../kysely/check-batch-size.js";
import { openPostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { snapshotDefaults, type SnapshotOptions } from "../kysely/snapshot-options.js";
import { AntennaSnapshot } from "./antenna-snapshot.js";
import { selectProject } from "./project.js";
import { referencesById, selectReferences } from "./references.js";

/** What an Antenna source is made of. */
export interface AntennaSourceOptions<DB> extends SnapshotOptions {
  /**
   * Antenna's PostgreSQL; a role that may only read is enough. Its pool should be guarded by `guardPool`, and hold two connections per
   * export at work and two more: one is the snapshot's own, others join it or stop it, where the pool has them to spare.
   */
  readonly db: Kysely<DB>;
  /** Antenna's media root, below which cropped images are served; without it only complete addresses are given. */
  readonly mediaUrl?: string;
}

/**
 * The occurrences of an Antenna database. Reads its tables as they are, in one transaction per snapshot, changes nothing and asks
 * for no index of its own. Timestamps stay the stations' wall-clock times. Batches hold 10,000 rows at most.
 */
export function createAntennaSource<DB>(options: AntennaSourceOptions<DB>): OccurrenceSource {
  const { db, mediaUrl = null } = options;
  const limits = snapshotDefaults(options);
  // A snapshot for one statement, since it has time limits and can be stopped.
  const run = async <Row>(statement: RawBuilder<Row>, signal: AbortSignal): Promise<readonly Row[]> => {
    await using snapshot = await openPostgresSnapshot(db, { ...limits, extraReaders: 0, signal });
    return await snapshot.run(statement);
  };
  return Object.freeze<OccurrenceSource>({
    idType: "number",
    queryset: () => OCCURRENCE_QUERYSET,
    open: async ({ scope, signal, batchSize }) => {
      checkBatchSize(batchSize);
      const snapshot = await openPostgresSnapshot(db, { ...limits, signal });
      return new AntennaSnapshot(snapshot, { projectId: scope.projectId, batchSize, mediaRoot: mediaUrl });
    },
    projectName: async ({ projectId }, signal) => (await run(selectProject(projectId), signal))[0]?.name ?? null,
    references: async (kind, ids, { signal }) => referencesById(ids, await run(selectReferences(kind, ids), signal)),
  });
}
