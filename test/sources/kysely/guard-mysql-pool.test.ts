import type { MysqlPoolConnection } from "kysely";
import { expect, test } from "vitest";
import { guardMysqlPool } from "../../../src/sources/kysely/guard-mysql-pool.js";

test("a guarded connection has what Kysely 0.29 cancels a query by", async () => {
  const calls: string[] = [];
  const connection = {
    threadId: 42,
    config: { host: "localhost" },
    query: () => ({ stream: () => (async function* () {})() }),
    release: () => void calls.push("release"),
    destroy: () => void calls.push("destroy"),
  };
  const pool = guardMysqlPool(
    {
      getConnection: (callback: (error: unknown, got: typeof connection) => void) => callback(null, connection),
      end: () => undefined,
    },
    { queryTimeoutMs: 30_000 },
  );
  const guarded = await new Promise<MysqlPoolConnection>((resolve) => pool.getConnection((_, got) => resolve(got)));
  expect(guarded).toMatchObject({ threadId: 42, config: { host: "localhost" } });
  (guarded as typeof guarded & { destroy(): void }).destroy();
  guarded.release();
  expect(calls).toEqual(["destroy", "release"]);
});
