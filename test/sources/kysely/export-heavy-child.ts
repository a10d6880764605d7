/** Exports a table of the PostgreSQL at an address as JSON, and prints the rows, the bytes, the time and the most memory that it took. */
import { open } from "node:fs/promises";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { getDataInBatches } from "../../../src/core/exporters/get-data-in-batches.js";
import { json } from "../../../src/formats/json.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";

interface Tables {
  heavy: { id: number; body: string };
}

const [address = ""] = process.argv.slice(2);
const pool = new pg.Pool({
  ...{ connectionString: address, keepAlive: true, query_timeout: 30_000, connectionTimeoutMillis: 30_000, max: 2 },
});
await using db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
const source = createKyselySource(db, {
  query: (tables) => tables.selectFrom("heavy").select(["id", "body"]),
  key: ["id"],
  scope: (query) => query,
});
const format = json<{ id: number; body: string }>([
  { name: "id", value: ({ id }) => id },
  { name: "body", value: ({ body }) => body },
]);
const from = performance.now();
const signal = new AbortController().signal;
let [rows, bytes, chunk, rss] = [0, 0, 0, 0];
{
  await using snapshot = await source.open({ scope: { projectId: 1, userId: 1 }, signal, batchSize: 500 });
  await using file = await open("/dev/null", "w");
  async function* counted() {
    for await (const batch of getDataInBatches(snapshot, source.queryset(), signal)) {
      rows += batch.length;
      yield batch;
    }
  }
  for await (const piece of format.encode(counted())) {
    bytes += piece.length;
    chunk = Math.max(chunk, piece.length);
    rss = Math.max(rss, process.memoryUsage.rss());
    await file.writeFile(piece);
  }
}
const MIB = 1024 * 1024;
console.log(
  JSON.stringify({
    rows,
    bytes,
    chunk: chunk / MIB,
    rss: Math.round(rss / MIB),
    ms: Math.round(performance.now() - from),
  }),
);
