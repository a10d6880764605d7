export {
  createPgBossRunner,
  type PgBossLike,
  type PgBossRunnerOptions,
  type PgBossSendOptions,
} from "./runners/pg-boss/pg-boss-runner.js";
export type { QueueWorkerOptions } from "./runners/queue-worker-options.js";
