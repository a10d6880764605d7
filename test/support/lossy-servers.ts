import { Kysely, MysqlDialect, PostgresDialect, type QueryExecutorProvider, type RawBuilder, sql } from "kysely";
import { createPool } from "mysql2";
import { guardMysqlPool } from "../../src/sources/kysely/guard-mysql-pool.js";
import { guardPool } from "../../src/sources/kysely/guard-pool.js";
import { EXACT_MYSQL } from "../sources/kysely/exact-mysql.js";
import { MARIADB_ABSENT, startMariadb } from "./mariadb.js";
import { createDatabase } from "./postgres.js";
import type { TcpProxy } from "./tcp-proxy.js";

/** An empty database on a server whose connections can be lost. */
export interface LossyServer extends AsyncDisposable {
  readonly port: number;
  /**
   * Connects through a port of the loopback interface, with a driver that waits for answers for `answerMs`, 1 s by default. `inUse`
   * counts the connections that are not idle.
   */
  connect<Tables = unknown>(
    port: number,
    max: number,
    answerMs?: number,
  ): { readonly db: Kysely<Tables>; inUse(): number };
}

/** A kind of server. */
export interface LossyServerKind {
  readonly name: string;
  /** Why it cannot be tested here, or null. */
  readonly absent: string | null;
  /** Ends every connection that came through another port than the server's own. */
  readonly killOthers: RawBuilder<unknown>;
  start(): Promise<LossyServer>;
}

const ANSWER_MS = 1_000;

const TERMINATE_OTHERS = sql`
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

export const LOSSY_SERVERS: readonly LossyServerKind[] = [
  { name: "PostgreSQL", absent: null, start: postgres, killOthers: TERMINATE_OTHERS },
  { name: "MariaDB", absent: MARIADB_ABSENT, start: mariadb, killOthers: sql`kill user 'lossy'@'%'` },
];

/** How the connections of a proxy, to a server of that kind, can be lost; `direct` is a connection past the proxy. */
export const LOSSES: Readonly<
  Record<string, (connection: { proxy: TcpProxy; kind: LossyServerKind; direct: QueryExecutorProvider }) => unknown>
> = {
  "by an RST": ({ proxy }) => proxy.reset(),
  "by a FIN": ({ proxy }) => proxy.finish(),
  "because the network swallows everything": ({ proxy }) => proxy.freeze(),
  "because the server ended it": ({ kind, direct }) => kind.killOthers.execute(direct),
};

async function postgres(): Promise<LossyServer> {
  const database = await createDatabase();
  return {
    port: Number(new URL(database.url).port),
    connect: <Tables>(port: number, max: number, answerMs = ANSWER_MS) => {
      const url = new URL(database.url);
      url.port = `${port}`;
      const pool = database.pool({ connectionString: url.href, max, query_timeout: answerMs });
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
      return { db, inUse: () => pool.totalCount - pool.idleCount };
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function mariadb(): Promise<LossyServer> {
  const server = await startMariadb();
  const admin = createPool({ host: "127.0.0.1", port: server.port, user: "root", database: "test" }).promise();
  await admin.query("create user 'lossy'@'%'");
  await admin.query("grant all on test.* to 'lossy'@'%'");
  await admin.end();
  return {
    port: server.port,
    connect: <Tables>(port: number, max: number, answerMs = ANSWER_MS) => {
      const user = port === server.port ? "root" : "lossy";
      const limits = { connectionLimit: max, connectTimeout: 1_000 };
      const pool = createPool({ host: "127.0.0.1", port, user, database: "test", ...limits, ...EXACT_MYSQL });
      const { _allConnections: all, _freeConnections: free } = pool as unknown as Readonly<
        Record<string, { length: number }>
      >;
      const db = new Kysely<Tables>({
        dialect: new MysqlDialect({ pool: guardMysqlPool(pool, { queryTimeoutMs: answerMs }) }),
      });
      return { db, inUse: () => all!.length - free!.length };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
