/**
 * A job runner on a pg-boss queue, which needs a PostgreSQL and nothing else.
 *
 * @module vasculum/pg-boss
 */
export {
  createPgBossRunner,
  type PgBossLike,
  type PgBossRunnerOptions,
  type PgBossSendOptions,
} from "./runners/pg-boss/pg-boss-runner.js";
