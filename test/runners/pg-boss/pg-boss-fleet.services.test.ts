import { randomUUID } from "node:crypto";
import PgBoss from "pg-boss";
import { afterAll, beforeAll } from "vitest";
import { createPgBossRunner } from "../../../src/pg-boss.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";
import { fleetTests } from "../fleet-tests.js";

let database: TestDatabase;
let boss: PgBoss;

beforeAll(async () => {
  database = await createDatabase();
  boss = new PgBoss({ connectionString: database.url, schedule: false, supervise: false, max: 4 });
  boss.on("error", () => undefined);
  await boss.start();
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await database[Symbol.asyncDispose]();
});

fleetTests(async () => {
  const queue = randomUUID();
  return {
    server: "pg-boss",
    url: database.url,
    queue,
    createRunner: () => createPgBossRunner({ boss, queue }),
    entries: () => boss.getQueueSize(queue, { before: "failed" }),
    close: async () => undefined,
  };
});
