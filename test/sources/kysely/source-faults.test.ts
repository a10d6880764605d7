import { Kysely, MysqlDialect, PostgresDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardMysqlPool } from "../../../src/sources/kysely/guard-mysql-pool.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createDatabase } from "../../support/postgres.js";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy.js";
import { EXACT_MYSQL } from "./exact-mysql.js";

interface Tables {
  moth: { id: number };
}

/** A database server with ten moths. */
interface Server extends AsyncDisposable {
  readonly port: number;
  /** Connects through a port of the loopback interface. `inUse` counts the connections that are not idle. */
  connect(port: number, max: number): { readonly db: Kysely<Tables>; inUse(): number };
}

const TERMINATE_OTHERS = sql`
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

const SERVERS = [
  { name: "PostgreSQL", absent: null, start: postgres, killOthers: TERMINATE_OTHERS },
  { name: "MariaDB", absent: MARIADB_ABSENT, start: mariadb, killOthers: sql`kill user 'snapshot'@'%'` },
];

async function postgres(): Promise<Server> {
  const database = await createDatabase();
  const connect: Server["connect"] = (port, max) => {
    const url = new URL(database.url);
    url.port = `${port}`;
    const pool = database.pool({ connectionString: url.href, max, query_timeout: 1_000 });
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
    return { db, inUse: () => pool.totalCount - pool.idleCount };
  };
  return { port: Number(new URL(database.url).port), connect, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

async function mariadb(): Promise<Server> {
  const server = await startMariadb();
  const admin = createPool({ host: "127.0.0.1", port: server.port, user: "root", database: "test" }).promise();
  await admin.query("create user 'snapshot'@'%'");
  await admin.query("grant all on test.* to 'snapshot'@'%'");
  await admin.end();
  const connect: Server["connect"] = (port, max) => {
    const user = port === server.port ? "root" : "snapshot";
    const limits = { connectionLimit: max, connectTimeout: 1_000 };
    const pool = createPool({ host: "127.0.0.1", port, user, database: "test", ...limits, ...EXACT_MYSQL });
    const { _allConnections: all, _freeConnections: free } = pool as unknown as Readonly<Record<string, { length: number }>>;
    const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool: guardMysqlPool(pool, { queryTimeoutMs: 1_000 }) }) });
    return { db, inUse: () => all!.length - free!.length };
  };
  return { port: server.port, connect, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe.each(SERVERS)("$name", ({ absent, start, killOthers }) => {
  describe.skipIf(absent !== null)("a snapshot whose connection is lost", () => {
    let server: Server;
    let direct: Kysely<Tables>;
    beforeAll(async () => {
      server = await start();
      direct = server.connect(server.port, 2).db;
      await sql`create table moth (id int primary key)`.execute(direct);
      await direct.insertInto("moth").values(Array.from({ length: 10 }, (_, id) => ({ id }))).execute();
    });
    afterAll(async () => {
      await direct.destroy();
      await server[Symbol.asyncDispose]();
    });

    test.each<[string, (proxy: TcpProxy) => unknown]>([
      ["by an RST", (proxy) => proxy.reset()],
      ["by a FIN", (proxy) => proxy.finish()],
      ["because the network swallows everything", (proxy) => proxy.freeze()],
      ["because the server ended it", () => killOthers.execute(direct)],
    ])("%s, fails in time and harms nobody", async (_, lose) => {
      await using proxy = await startTcpProxy(server.port);
      const { db, inUse } = server.connect(proxy.port, 2);
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").select("id"),
        key: ["id"],
        scope: (query) => query,
      });
      const signal = new AbortController().signal;
      const snapshot = await source.open({ scope: { projectId: 1, userId: 1 }, signal, batchSize: 2 });
      const batches = snapshot.batches(source.queryset())[Symbol.asyncIterator]();
      await batches.next();
      await lose(proxy);
      const rest = (async () => {
        while ((await batches.next()).done !== true);
      })();
      await expect(rest).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: true });
      await snapshot[Symbol.asyncDispose]();
      await vi.waitFor(() => expect(inUse()).toBe(0), { timeout: 5_000 });
      await db.destroy();
    }, 45_000);
  });
});
