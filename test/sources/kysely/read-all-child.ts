/** Reads a table of the database at an address to its end, and prints the rows, the time and the memory that it took. */
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";

interface Tables {
  moth: { id: number; project: number; name: string; place: string };
}

const MIB = 1024 * 1024;
const pool = new pg.Pool({ connectionString: process.argv[2], keepAlive: true, query_timeout: 30_000, max: 2 });
await using db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
const source = createKyselySource(db, {
  query: (tables) => tables.selectFrom("moth").select(["id", "name", "place"]),
  key: ["id"],
  scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
});
const from = performance.now();
let [rows, early, late] = [0, 0, 0];
{
  await using snapshot = await source.open({ scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 1_000 });
  for await (const batch of snapshot.batches(source.queryset())) {
    rows += batch.length;
    const rss = process.memoryUsage.rss() / MIB;
    if (rows <= 500_000) early = Math.max(early, rss);
    else late = Math.max(late, rss);
  }
}
console.log(JSON.stringify({ rows, early: Math.round(early), late: Math.round(late), ms: Math.round(performance.now() - from) }));
