import type { MysqlPool } from "kysely";
import type { Pool } from "mysql2";
import { expectTypeOf, test } from "vitest";
import { guardMysqlPool } from "../../../src/sources/kysely/guard-mysql-pool.js";

declare const pool: Pool;

test("takes a pool of mysql2", () => {
  expectTypeOf(guardMysqlPool(pool, { queryTimeoutMs: 30_000 })).toEqualTypeOf<MysqlPool>();
});
