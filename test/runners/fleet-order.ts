/** What the worker processes of the fleet tests work with. */
export interface FleetOrder {
  readonly server: "bullmq" | "pg-boss";
  /** The server's address. */
  readonly url: string;
  readonly queue: string;
  /** Where the storage keeps its files. */
  readonly root: string;
  readonly tempDirectory: string;
  /** How long a batch of three takes; null for until the run is aborted. */
  readonly batchMs: number | null;
}

/** As short as a busy machine allows: a worker that waits for its turn longer than the lease loses its export. */
export const FLEET_TIMES = {
  leaseMs: 4_000,
  heartbeatMs: 400,
  enqueueGraceMs: 2_000,
  retries: { attempts: 20, delayMs: () => 50 },
};
