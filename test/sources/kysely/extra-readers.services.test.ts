import { Kysely, type LogConfig, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { openPostgresSnapshot, type PostgresSnapshot } from "../../../src/sources/kysely/postgres-snapshot.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";

const signal = new AbortController().signal;
let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

/** A database handle whose pool has so many connections. */
async function handle(
  max: number,
): Promise<{ readonly db: Kysely<unknown>; readonly pool: pg.Pool; readonly statements: readonly string[] }> {
  const pool = database.pool({ max });
  const statements: string[] = [];
  const log: LogConfig = ({ query }) => void statements.push(query.sql);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }), log });
  await sql`create table if not exists moth (id int primary key)`.execute(db);
  return { db, pool, statements };
}

/** What one statement sees: the connection that it ran on, and how many moths. */
interface Seen {
  readonly backend: number;
  readonly moths: number;
}

/** Takes a moment, so that statements asked for with it have to wait for it. */
async function look(snapshot: PostgresSnapshot): Promise<Seen> {
  const [seen] = await snapshot.run(sql<Seen>`
    select pg_backend_pid() as backend, (select count(*) from moth)::int as moths from pg_sleep(0.05)`);
  return seen!;
}

const lookAtOnce = (snapshot: PostgresSnapshot, times: number): Promise<readonly Seen[]> =>
  Promise.all(Array.from({ length: times }, () => look(snapshot)));

const backendsOf = (seen: readonly Seen[]): number => new Set(seen.map(({ backend }) => backend)).size;

test("one more connection joins when a statement has to wait, and sees what the first one sees", async () => {
  const { db, pool } = await handle(4);
  await using snapshot = await openPostgresSnapshot(db, { signal });
  await sql`insert into moth values (1)`.execute(db);
  const seen = await lookAtOnce(snapshot, 8);
  expect(backendsOf(seen)).toBe(2);
  expect(seen.map(({ moths }) => moths)).toEqual(Array(8).fill(0));
  await snapshot[Symbol.asyncDispose]();
  expect(pool.idleCount).toBe(pool.totalCount);
});

test("as many join as are allowed", async () => {
  const { db, pool } = await handle(8);
  await using snapshot = await openPostgresSnapshot(db, { signal, extraReaders: 3 });
  expect(backendsOf(await lookAtOnce(snapshot, 20))).toBe(4);
  await snapshot[Symbol.asyncDispose]();
  expect(pool.idleCount).toBe(pool.totalCount);
});

test("statements that follow one another need one connection", async () => {
  const { db, pool } = await handle(4);
  await using snapshot = await openPostgresSnapshot(db, { signal });
  const seen = [await look(snapshot), await look(snapshot), await look(snapshot)];
  expect(backendsOf(seen)).toBe(1);
  expect(pool.totalCount).toBe(1);
});

test("however many statements wait, no signal warns of listeners", async () => {
  const { db } = await handle(2);
  const warned = vi.fn();
  process.on("warning", warned);
  await using snapshot = await openPostgresSnapshot(db, { signal });
  await Promise.all(Array.from({ length: 50 }, () => snapshot.run(sql`select 1`)));
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});

test("with extraReaders: 0 the view is never shared", async () => {
  const { db, statements } = await handle(4);
  await using snapshot = await openPostgresSnapshot(db, { signal, extraReaders: 0 });
  expect(backendsOf(await lookAtOnce(snapshot, 8))).toBe(1);
  expect(statements.join()).not.toContain("pg_export_snapshot");
});

/** Keeps statements waiting for so long. */
async function lookFor(snapshot: PostgresSnapshot, ms: number): Promise<void> {
  for (const from = performance.now(); performance.now() - from < ms;) await lookAtOnce(snapshot, 3);
}

test("a pool without a second connection is asked for one once, and the snapshot goes on", async () => {
  const { db, pool } = await handle(1);
  const connect = vi.spyOn(pool, "connect");
  await using snapshot = await openPostgresSnapshot(db, { signal, extraReaders: 3 });
  await lookFor(snapshot, 2_500);
  expect(connect).toHaveBeenCalledTimes(2);
  expect(backendsOf(await lookAtOnce(snapshot, 4))).toBe(1);
  await snapshot[Symbol.asyncDispose]();
  await vi.waitFor(() => expect(pool.idleCount).toBe(1), 1_000);
  expect(pool.waitingCount).toBe(0);
});

test("a connection that comes after more than a second is given back", async () => {
  const { db, pool } = await handle(2);
  const held = await pool.connect();
  await using snapshot = await openPostgresSnapshot(db, { signal });
  await lookFor(snapshot, 1_300);
  held.release();
  expect(backendsOf(await lookAtOnce(snapshot, 6))).toBe(1);
  expect(pool).toMatchObject({ idleCount: 1, waitingCount: 0 });
});

test("four exports at once on a pool of four do not wait for each other", async () => {
  const { db, pool } = await handle(4);
  const snapshots = await Promise.all(Array.from({ length: 4 }, () => openPostgresSnapshot(db, { signal })));
  const seen = await Promise.all(snapshots.map((snapshot) => lookAtOnce(snapshot, 6)));
  expect(seen.map(backendsOf)).toEqual([1, 1, 1, 1]);
  // A second connection that comes free goes to those that are still at work, if they still wait for one.
  await Promise.all(snapshots.map((snapshot) => snapshot[Symbol.asyncDispose]()));
  await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), 1_000);
  expect(pool.waitingCount).toBe(0);
});

test("a reader that is lost fails its statement, and the snapshot gives back what is left", async () => {
  const { db, pool } = await handle(4);
  const snapshot = await openPostgresSnapshot(db, { signal });
  const [first] = await lookAtOnce(snapshot, 1);
  await lookAtOnce(snapshot, 4);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid not in (pg_backend_pid(), ${first!.backend}) and state = 'idle in transaction'`.execute(
    db,
  );
  await expect(lookAtOnce(snapshot, 4)).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: true });
  await snapshot[Symbol.asyncDispose]();
  await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), 1_000);
});

test("an abort ends the statements of all readers, and the pool is idle within a second", async () => {
  const { db, pool } = await handle(4);
  const cancel = new AbortController();
  const snapshot = await openPostgresSnapshot(db, { signal: cancel.signal });
  await lookAtOnce(snapshot, 4);
  const sleeping = [1, 2, 3].map(() => snapshot.run(sql`select pg_sleep(60)`));
  const refused = Promise.all(sleeping.map((one) => expect(one).rejects.toThrow("enough")));
  await vi.waitFor(async () => expect(await asleep(db)).toBe(2));
  cancel.abort(new TypeError("enough"));
  await refused;
  await snapshot[Symbol.asyncDispose]();
  await vi.waitFor(async () => expect(await asleep(db)).toBe(0), 1_000);
  await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), 1_000);
});

test("a snapshot that is closed while a reader joins leaves none behind", async () => {
  const { db, pool } = await handle(4);
  for (let round = 0; round < 20; round += 1) {
    const snapshot = await openPostgresSnapshot(db, { signal });
    const looks = Promise.allSettled([look(snapshot), look(snapshot)]);
    for (let turn = 0; turn < round; turn += 1) await new Promise(setImmediate);
    await snapshot[Symbol.asyncDispose]();
    await looks;
    await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), 1_000);
  }
  expect(
    await sql`select from pg_stat_activity where datname = current_database() and state like 'idle in%'`.execute(db),
  ).toMatchObject({ rows: [] });
});

test.each([-1, 0.5, Number.NaN])("extraReaders: %s is a TypeError", async (extraReaders) => {
  const { db } = await handle(1);
  expect(() => createAntennaSource({ db, extraReaders })).toThrow(TypeError);
});

async function asleep(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql`
    select from pg_stat_activity
    where datname = current_database() and state = 'active' and query like 'select pg_sleep%'`.execute(db);
  return rows.length;
}
