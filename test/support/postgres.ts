import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** A database of a test file's own. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** A pool of this database, ended with it. Settings are those that `guardPool` asks for, unless overridden. */
  pool(config?: pg.PoolConfig): pg.Pool;
}

/** Creates an empty database on the shared server; disposing of it drops it. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(`create database ${name}`);
  const url = new URL(`/${name}`, inject("postgresUrl")).href;
  const pools: pg.Pool[] = [];
  return {
    url,
    pool: (config = {}) => {
      const pool = new pg.Pool({
        connectionString: url,
        keepAlive: true,
        query_timeout: 30_000,
        connectionTimeoutMillis: 30_000,
        ...config,
      });
      pools.push(pool);
      return pool;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.filter((pool) => !pool.ending).map((pool) => pool.end()));
      // The server waits for connections that are ending; with force it would end them itself, and tell who no longer listens.
      await asAdmin(`drop database ${name}`).catch(() => asAdmin(`drop database ${name} with (force)`));
    },
  };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
