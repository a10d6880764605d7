/** Reads a table of the database at an address to its end, and prints the rows, the time, and the most memory that each half took. */
import { type Dialect, Kysely, MysqlDialect, PostgresDialect, SqliteDialect } from "kysely";
import Database from "libsql";
import { createPool } from "mysql2";
import pg from "pg";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardMysqlPool } from "../../../src/sources/kysely/guard-mysql-pool.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { EXACT_MYSQL } from "./exact-mysql.js";

interface Tables {
  moth: { id: number; project: number; name: string; place: string };
}

const MIB = 1024 * 1024;

const DIALECTS: Readonly<Record<string, (address: string) => Dialect>> = {
  PostgreSQL: (address) => {
    const pool = new pg.Pool({
      connectionString: address,
      keepAlive: true,
      query_timeout: 30_000,
      connectionTimeoutMillis: 30_000,
      max: 2,
    });
    return new PostgresDialect({ pool: guardPool(pool) });
  },
  MariaDB: (port) => {
    const pool = createPool({ host: "127.0.0.1", port: Number(port), user: "root", database: "test", ...EXACT_MYSQL });
    return new MysqlDialect({ pool: guardMysqlPool(pool, { queryTimeoutMs: 30_000 }) });
  },
  SQLite: (path) => new SqliteDialect({ database: new Database(path) }),
};

const [kind = "", address = "", half = ""] = process.argv.slice(2);
const connect = (): Kysely<Tables> => new Kysely<Tables>({ dialect: DIALECTS[kind]!(address) });
await using db = connect();
const source = createKyselySource(db, {
  query: (tables) => tables.selectFrom("moth").select(["id", "name", "place"]),
  key: ["id"],
  scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
  ...(kind === "SQLite" ? { connect } : {}),
});
const from = performance.now();
let [rows, early, late] = [0, 0, 0];
{
  await using snapshot = await source.open({
    scope: { projectId: 1, userId: 1 },
    signal: new AbortController().signal,
    batchSize: 1_000,
  });
  for await (const batch of snapshot.batches(source.queryset())) {
    rows += batch.length;
    const rss = process.memoryUsage.rss() / MIB;
    if (rows <= Number(half)) early = Math.max(early, rss);
    else late = Math.max(late, rss);
  }
}
console.log(
  JSON.stringify({ rows, early: Math.round(early), late: Math.round(late), ms: Math.round(performance.now() - from) }),
);
