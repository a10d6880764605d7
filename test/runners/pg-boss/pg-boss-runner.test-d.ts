import type PgBoss from "pg-boss";
import { expectTypeOf, test } from "vitest";
import type { JobRunner } from "../../../src/contracts/job-runner.js";
import { createPgBossRunner, type PgBossLike, type PgBossRunnerOptions } from "../../../src/pg-boss.js";

test("a PgBoss is what the runner takes", () => {
  expectTypeOf<PgBoss>().toExtend<PgBossLike>();
});

test("a runner that has everything comes out, of a boss and perhaps a queue's name", () => {
  expectTypeOf(createPgBossRunner).returns.toEqualTypeOf<Required<JobRunner>>();
  expectTypeOf<{ boss: PgBoss; queue: string }>().toExtend<PgBossRunnerOptions>();
  expectTypeOf<{ boss: PgBoss }>().toExtend<PgBossRunnerOptions>();
  expectTypeOf<{ connectionString: string; queue: string }>().not.toExtend<PgBossRunnerOptions>();
});
