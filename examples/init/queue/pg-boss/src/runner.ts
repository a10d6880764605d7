import PgBoss from "pg-boss";
import type { JobRunner } from "vasculum";
import { createPgBossRunner } from "vasculum/pg-boss";
import { setting } from "./settings.js";

/** A runner, and how its connections are closed. */
export interface OpenRunner {
  readonly runner: JobRunner;
  readonly close: () => Promise<void>;
}

/** Connects to the queue in PostgreSQL, in the schema `pgboss`. Workers run the exports. */
export async function openRunner(): Promise<OpenRunner> {
  const boss = new PgBoss({ connectionString: setting("DATABASE_URL"), max: 3 });
  boss.on("error", ({ message }) => console.error("pg-boss:", message));
  await boss.start();
  return { runner: createPgBossRunner({ boss, queue: "exports" }), close: () => boss.stop({ graceful: false }) };
}
