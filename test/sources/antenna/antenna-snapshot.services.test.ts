import { Kysely, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { generateSeason } from "../../../examples/season/generate-season.js";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../../../src/occurrences/model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../../../src/occurrences/model/occurrence-source.js";
import { ExportRegistry } from "../../../src/core/exporters/export-registry.js";
import { createDwcaExporter } from "../../../src/occurrences.js";
import { createPreviewer } from "../../../src/preview/create-previewer.js";
import { createTestHost, USER } from "../../support/test-host.js";
import { startTcpProxy } from "../../support/tcp-proxy.js";
import { type AntennaPostgres, antennaOnPostgres } from "./antenna-database.js";

const SCOPE = { projectId: 1, userId: 1 };
const NEEDS: readonly OccurrenceNeed[] = ["detectionFacts", "bestDetection", "bestPrediction", "identificationFacts"];
const QUERY: OccurrenceQuery = { restrictions: [], order: "id", needs: NEEDS };

let antenna: AntennaPostgres;
let source: OccurrenceSource;
beforeAll(async () => {
  antenna = await antennaOnPostgres();
  await antenna.load(generateSeason({ occurrences: 6_000 }));
  source = createAntennaSource({ db: antenna.db });
}, 60_000);
afterAll(async () => {
  await antenna[Symbol.asyncDispose]();
});

function open(signal = new AbortController().signal, from = source): Promise<OccurrenceSnapshot> {
  return from.open({ scope: SCOPE, signal, batchSize: 100 });
}

async function idsOf(snapshot: OccurrenceSnapshot, query = QUERY): Promise<readonly unknown[]> {
  const ids: unknown[] = [];
  for await (const rows of snapshot.batches(query)) ids.push(...rows.map(({ id }) => id));
  return ids;
}

/** A connection beside the pool under test. */
async function besides<T>(act: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = antenna.database.pool({ max: 1 });
  try {
    return await act(pool);
  } finally {
    await pool.end();
  }
}

/** Every connection of the pool is idle again, for the pool and for the server, within a second. */
async function expectIdle(): Promise<void> {
  await besides(async (pool) => {
    await vi.waitFor(async () => {
      expect(antenna.pool.idleCount).toBe(antenna.pool.totalCount);
      const { rows } = await pool.query(
        "select state, query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'",
      );
      expect(rows).toEqual([]);
    });
  });
}

describe("a preview of an Antenna archive", () => {
  test.each([30, 90, 150])(
    "that is cut short after %i ms leaves every connection idle, and the next one works",
    async (readingMs) => {
      const registry = new ExportRegistry();
      registry.register("dwca")(createDwcaExporter({ source }));
      const { service } = await createTestHost({ registry });
      const ask = (ms: number) =>
        createPreviewer(service, { readingMs: ms }).preview({ project: 1, format: "dwca" }, { user: USER });
      expect((await ask(readingMs)).unfinished).toContain("nights");
      await expectIdle();
      const whole = await ask(60_000);
      expect(whole.unfinished).toEqual([]);
      expect(whole.nights?.reduce((sum, { count }) => sum + count, 0)).toBe(whole.count);
      await expectIdle();
    },
  );
});

describe("an Antenna snapshot", () => {
  test("stands still while others write: count, rows and ids agree", async () => {
    const ended = new AbortController();
    const writer = besides(async (pool) => {
      for (let id = 1_000_000; !ended.signal.aborted; id += 1) {
        await pool.query("insert into main_occurrence (id, determination_id, project_id) values ($1, 1, 1)", [id]);
        await pool.query(
          "insert into main_detection (source_image_id, occurrence_id, bbox) values (1, $1, '[1,2,3,4]')",
          [id],
        );
        await pool.query("update main_occurrence set determination_id = null where id = $1", [id - 999_999]);
      }
    });
    await using snapshot = await open();
    const ids = await idsOf(snapshot);
    ended.abort();
    await writer;
    const count = await snapshot.count(QUERY);
    expect(ids.length).toBe(count);
    expect(new Set(ids).size).toBe(count);
    expect(await idsOf(snapshot, { ...QUERY, order: "event", needs: [] }).then((again) => new Set(again))).toEqual(
      new Set(ids),
    );
  });

  test("says SOURCE_FAILED when its connection is terminated, and leaves the pool idle", async () => {
    const snapshot = await open();
    const batches = snapshot.batches(QUERY)[Symbol.asyncIterator]();
    await batches.next();
    await besides((pool) =>
      pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      ),
    );
    const rest = (async () => {
      while ((await batches.next()).done !== true);
    })();
    await expect(rest).rejects.toMatchObject({ name: "ExportError", code: "SOURCE_FAILED", retryable: true });
    await snapshot[Symbol.asyncDispose]();
    await expectIdle();
    await using next = await open();
    expect(await next.count(QUERY)).toBeGreaterThan(0);
  });

  test("is stopped in the middle of a query by an abort, within 2 s", async () => {
    const cancel = new AbortController();
    const snapshot = await open(cancel.signal);
    await besides(async (locker) => {
      await locker.query("begin");
      await locker.query("lock table main_detection in access exclusive mode");
      const counting = snapshot.count(QUERY);
      await vi.waitFor(async () => {
        const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        expect((await locker.query(waiting)).rowCount).toBe(1);
      });
      const from = performance.now();
      cancel.abort(new TypeError("enough"));
      await expect(counting).rejects.toThrow("enough");
      await snapshot[Symbol.asyncDispose]();
      await vi.waitFor(() => expect(antenna.pool.idleCount).toBe(antenna.pool.totalCount));
      expect(performance.now() - from).toBeLessThan(2_000);
    });
    await expectIdle();
  });

  test("two at once share a pool of four", async () => {
    await using first = await open();
    await using second = await open();
    const [a, b] = await Promise.all([idsOf(first), idsOf(second, { ...QUERY, order: "event" })]);
    expect(new Set(a)).toEqual(new Set(b));
  });

  test("that is left early frees its connection", async () => {
    const snapshot = await open();
    for await (const _ of snapshot.batches(QUERY)) break;
    await snapshot[Symbol.asyncDispose]();
    await expectIdle();
  });

  test("fails on a half-open connection, and the pool does not keep it", async () => {
    await using proxy = await startTcpProxy(Number(new URL(antenna.database.url).port));
    const pool = antenna.database.pool({ max: 2, connectionString: proxied(proxy.port), query_timeout: 1_000 });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
    const snapshot = await open(undefined, createAntennaSource({ db }));
    const batches = snapshot.batches(QUERY)[Symbol.asyncIterator]();
    await batches.next();
    proxy.freeze();
    const rest = (async () => {
      while ((await batches.next()).done !== true);
    })();
    await expect(rest).rejects.toMatchObject({ code: "SOURCE_FAILED" });
    await snapshot[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), { timeout: 5_000 });
    // Whatever it has now, a connection to stop a statement with perhaps, was made since and answers.
    await Promise.all([pool.query("select 1"), pool.query("select 1")]);
    await db.destroy();
  });

  test.each([
    "1; drop table main_occurrence",
    "1' or '1'='1",
    "1 or 1=1",
    "",
    "-1",
    "1e3",
    "99999999999999999999",
    "\0",
  ])("an id that is none selects nothing: %j", async (id) => {
    await using snapshot = await open();
    for (const kind of ["collection", "taxon", "taxa_list", "deployment", "event"] as const) {
      const query: OccurrenceQuery = { ...QUERY, restrictions: [{ kind, id }] };
      expect(await snapshot.count(query)).toBe(0);
      expect(await idsOf(snapshot, query)).toEqual([]);
      const options = { scope: SCOPE, signal: new AbortController().signal };
      expect((await source.references(kind, [id], options)).size).toBe(0);
    }
    expect(await snapshot.count(QUERY)).toBeGreaterThan(0);
  });

  test("names integers beyond 2^53 as text", async () => {
    await sql`insert into main_deployment (id, name, project_id) values (9007199254740993, 'Big', 1)`.execute(
      antenna.db,
    );
    const options = { scope: SCOPE, signal: new AbortController().signal };
    const found = await source.references("deployment", ["9007199254740993"], options);
    expect([...found]).toEqual([["9007199254740993", { id: "9007199254740993", name: "Big", projectIds: [1] }]]);
  });
});

function proxied(port: number): string {
  const url = new URL(antenna.database.url);
  url.port = `${port}`;
  return url.href;
}
