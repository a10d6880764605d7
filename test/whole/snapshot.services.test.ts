import { Kysely, PostgresDialect } from "kysely";
import { parse } from "csv-parse/sync";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { loadAntenna } from "../../examples/season/load-antenna.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { createDwcaExporter } from "../../src/occurrences/archive/create-dwca-exporter.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import { createAntennaSource } from "../../src/sources/antenna/create-antenna-source.js";
import { guardPool } from "../../src/sources/kysely/guard-pool.js";
import { readZip } from "../dwca/read-zip.js";
import { createDatabase, type TestDatabase } from "../support/postgres.js";
import { createTestHost, USER } from "../support/test-host.js";

const ROUNDS = 4;
const PAIRS_AT_ONCE = 24;

let database: TestDatabase;
let pool: pg.Pool;
let db: Kysely<unknown>;

beforeAll(async () => {
  database = await createDatabase();
  pool = database.pool({ max: 4 });
  db = new Kysely({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  const setUp = database.pool();
  await loadAntenna((sql, parameters) => setUp.query(sql, [...parameters]), generateSeason({ occurrences: 3_000 }));
  await setUp.end();
});

afterAll(async () => {
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

/** The numbers in a file's occurrence ids, whatever the format. */
const IDS: Readonly<Record<string, (bytes: Buffer) => Promise<readonly number[]> | readonly number[]>> = {
  csv: (bytes) => parse(bytes, { columns: true }).map((row) => Number((row as { id: string }).id)),
  json: (bytes) => (JSON.parse(bytes.toString()) as { id: number }[]).map(({ id }) => id),
  dwca: async (bytes) => {
    const files = await readZip(bytes);
    const table = (name: string) =>
      files
        .get(name)!
        .toString()
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split("\t"));
    const events = new Set(table("event.txt").map(([id]) => id));
    const occurrences = table("occurrence.txt");
    expect(new Set(occurrences.map(([event]) => event))).toEqual(events);
    return occurrences.map(([, id]) => Number(id!.split(":").at(-1)));
  },
};

/**
 * Adds and removes occurrences in pairs, each pair in one transaction, as fast as the database takes them, until stopped. One writer, so
 * that a pair's ids follow one another.
 */
function startWriter(client: pg.Client) {
  let stopped = false;
  let writes = 0;
  const writing = (async () => {
    while (!stopped) {
      await client.query("begin");
      const added = await client.query<{ id: string }>(
        `insert into main_occurrence (determination_id, determination_score, event_id, deployment_id, project_id)
         select 20, 0.9, 1, 1, 1 from generate_series(1, $1) returning id`,
        [PAIRS_AT_ONCE * 2],
      );
      const ids = added.rows.map(({ id }) => id);
      await client.query(
        "insert into main_detection (source_image_id, occurrence_id, bbox) select 1, unnest($1::bigint[]), '[1,2,3,4]'",
        [ids],
      );
      await client.query("commit");
      const half = ids.slice(0, PAIRS_AT_ONCE);
      await client.query("begin");
      await client.query("delete from main_detection where occurrence_id = any($1)", [half]);
      await client.query("delete from main_occurrence where id = any($1)", [half]);
      await client.query("commit");
      writes += ids.length * 2 + half.length * 2;
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await writing;
      return writes;
    },
  };
}

test.each(Object.keys(IDS))(
  "while others write, every %s holds one moment: count = rows = ids",
  async (format) => {
    const source = createAntennaSource({ db });
    const registry = new ExportRegistry();
    registry.register("csv")(createCsvExporter({ source }));
    registry.register("json")(createJsonExporter({ source }));
    registry.register("dwca")(createDwcaExporter({ source }));
    const host = await createTestHost({ registry, leaseMs: 30_000, heartbeatMs: 1_000 });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const before = await client.query<{ max: string }>("select max(id) from main_occurrence");
    const base = Number(before.rows[0]!.max);
    const writer = startWriter(client);
    const startedAt = performance.now();
    let rate = 0;
    const counts = new Set<number>();
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const record = await host.createAndRun({ project: 1, format, filters: { apply_defaults: false } });
        expect(record).toMatchObject({ status: "succeeded", error: null });
        const ids = await IDS[format]!(await host.bytes(record.id));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(record.recordCount);
        const added = ids.filter((id) => id > base);
        const partner = (id: number): number => ((id - base) % 2 === 1 ? id + 1 : id - 1);
        const present = new Set(added);
        expect(added.filter((id) => !present.has(partner(id)))).toEqual([]);
        counts.add(ids.length);
      }
    } finally {
      const writes = await writer.stop();
      await client.end();
      rate = Math.round((writes / (performance.now() - startedAt)) * 1000);
      console.log(`${format}: ${rate} rows written a second`);
    }
    expect(rate).toBeGreaterThan(1_000);
    expect(counts.size).toBeGreaterThan(1);
    expect(pool.idleCount).toBe(pool.totalCount);
    expect(await host.service.get(1, { user: USER })).toMatchObject({ status: "succeeded" });
  },
  120_000,
);
