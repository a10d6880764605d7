import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import { collect } from "../../support/collect.js";
import { type Pgbouncer, PGBOUNCER_ABSENT, startPgbouncer } from "../../support/pgbouncer.js";
import { startPostgresServer } from "../../support/postgres-server.js";
import { migrate } from "../../stores/kysely/store-databases.js";

/** Settings that change text, order or row counts, each at its worst. */
const WORST: Readonly<Record<string, string>> = {
  DateStyle: "German",
  IntervalStyle: "iso_8601",
  TimeZone: "Asia/Kathmandu",
  bytea_output: "escape",
  extra_float_digits: "-15",
  lc_monetary: "C.UTF-8",
  xmlbinary: "hex",
  xmloption: "document",
  array_nulls: "off",
  standard_conforming_strings: "off",
  transform_null_equals: "on",
  quote_all_identifiers: "on",
  gin_fuzzy_search_limit: "1",
  row_security: "off",
};
const OPENING = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 7 };
const KEY = "O'Brien's moth \\";

interface Tables {
  moth: { id: number; project: number; name: string };
  guarded: { id: number; project: number };
}

/** How the host's administrator may set them, and whether the host's connections come from a pooler. */
const PLACES: readonly { place: string; set: (name: string, database: string) => string; pooled?: boolean }[] = [
  { place: "the server", set: (name: string) => `alter system set ${name}` },
  { place: "the database", set: (name: string, database: string) => `alter database ${database} set ${name}` },
  { place: "the role", set: (name: string) => `alter role host set ${name}` },
  ...(PGBOUNCER_ABSENT === null
    ? [{ place: "the role, behind PgBouncer", set: (name: string) => `alter role host set ${name}`, pooled: true }]
    : []),
];

describe.each(PLACES)("PostgreSQL, with the worst settings of $place", ({ set, pooled = false }) => {
  let server: Awaited<ReturnType<typeof startPostgresServer>>;
  let db: Kysely<Tables>;
  let pool: pg.Pool;
  let pooler: Pgbouncer | null = null;
  beforeAll(async () => {
    server = await startPostgresServer();
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await prepare(admin);
    for (const [name, value] of Object.entries(WORST)) await admin.query(`${set(name, "postgres")} = '${value}'`);
    await admin.query("select pg_reload_conf()");
    await admin.end();
    const url = server.url.replace("postgres@", "host@");
    pooler = pooled ? await startPgbouncer(url) : null;
    pool = poolOf(pooler?.url ?? url);
    db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
    // A server reads its settings again when it comes to it.
    await vi.waitFor(async () => expect((await settingsOf(db)).get("TimeZone")).toBe(WORST["TimeZone"]), 10_000);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await pooler?.[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test("rows have the text that they have elsewhere", async () => {
    expect(await read(db)).toEqual({
      count: 1,
      rows: [
        {
          ...{ id: 1, name: KEY, seen: "2024-10-27 00:30:00+00", day: "2024-10-27", lasted: "P1DT2H" },
          ...{ bytes: "\\x00ff", float: "0.1", nothing: 0, list: "{NULL}", xml: "<b>AP8=</b>" },
        },
      ],
    });
  });

  test("a session has the settings again that it had", async () => {
    const before = await settingsOf(db);
    await read(db);
    expect(await settingsOf(db)).toEqual(before);
  });

  test("policies hide rows instead of refusing the statement, and the hook says whose rows they are", async () => {
    const source = guardedSource(db);
    const snapshot = await source.open(OPENING);
    const rows = await collect(snapshot.batches(source.queryset())).finally(() => snapshot[Symbol.asyncDispose]());
    expect(rows.flat()).toEqual([{ id: 1 }]);
    const after = await sql<object>`select current_setting('app.project', true) as project`.execute(db);
    expect(after.rows).toEqual([{ project: "" }]);
  });

  test("every connection of a snapshot has the settings and the variable of the host's hook", async () => {
    const source = createKyselySource(db, {
      query: (tables) => tables.selectFrom(sql<{ id: number }>`generate_series(1, 12)`.as(sql`s(id)`)).select("s.id"),
      key: ["id"],
      scope: (query) => query,
      session: ({ projectId }) => [sql`select set_config('app.project', ${String(projectId)}, true)`],
      relations: {
        here: {
          query: (tables, rows) =>
            tables
              .selectFrom(
                sql<{ id: number }>`(values ${sql.join(rows.map(({ id }) => sql`(${sql.lit(id)})`))})`.as(sql`v(id)`),
              )
              .select([
                "v.id",
                sql<string>`pg_sleep(0.01)::text || pg_backend_pid()`.as("backend"),
                sql<string>`concat_ws(' ', current_setting('TimeZone'), current_setting('IntervalStyle'),
                  current_setting('row_security'), current_setting('app.project', true))`.as("settings"),
              ])
              .orderBy("v.id"),
          on: { id: "id" },
        },
      },
    });
    await using snapshot = await source.open({ ...OPENING, batchSize: 1 });
    const here = (await collect(snapshot.batches(source.queryset()))).flat().flatMap((row) => row.here);
    expect(new Set(here.map(({ settings }) => settings))).toEqual(new Set(["UTC iso_8601 on 1"]));
    expect(new Set(here.map(({ backend }) => backend)).size).toBe(2);
  });

  test("the store keeps what it is given", async () => {
    const store = createKyselyStore({ db });
    const newExport = createNewExport({ projectId: KEY, user: { id: KEY, name: KEY }, filters: { KEY } });
    const result = await store.create(newExport, { dueInMs: 0, idempotencyKey: KEY, limits: { perUser: 1 } });
    expect(result).toMatchObject({ outcome: "created", record: { projectId: KEY, filters: { KEY } } });
    expect(await store.due(10)).toHaveLength(1);
  });
});

function poolOf(connectionString: string): pg.Pool {
  const types = { getTypeParser: (oid: number) => (oid === 23 ? Number : (text: string) => text) };
  return new pg.Pool({
    ...{ connectionString, max: 3, keepAlive: true, query_timeout: 30_000, connectionTimeoutMillis: 30_000 },
    types,
  });
}

async function prepare(admin: pg.Client): Promise<void> {
  await admin.query("create role host login");
  await admin.query("grant all on schema public to host");
  await admin.query("create table moth (id int primary key, project int, name text, seen timestamptz)");
  await admin.query(
    `insert into moth values (1, 1, 'O''Brien''s moth \\', '2024-10-27T00:30Z'), (2, 2, 'theirs', now())`,
  );
  await admin.query("create table guarded (id int primary key, project int)");
  await admin.query("insert into guarded values (1, 1), (2, 2)");
  await admin.query("alter table guarded enable row level security");
  await admin.query("create policy own on guarded using (project::text = current_setting('app.project', true))");
  const pool = new pg.Pool({ host: admin.host, port: admin.port, user: "postgres", database: "postgres", max: 1 });
  await migrate(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }));
  await pool.end();
  await admin.query("grant all on all tables in schema public to host");
  await admin.query("grant all on all sequences in schema public to host");
}

function sourceOf(db: Kysely<Tables>) {
  return createKyselySource(db, {
    query: (tables) =>
      tables
        .selectFrom("moth")
        .select([
          ...(["id", "name"] as const),
          sql<string>`seen::text`.as("seen"),
          sql<string>`date '2024-10-27'`.as("day"),
          sql<string>`interval '1 day 2 hours'`.as("lasted"),
          sql<string>`'\\x00ff'::bytea::text`.as("bytes"),
          sql<string>`0.1::float8`.as("float"),
          sql<number>`(select count(*)::int from moth m where m.name = null)`.as("nothing"),
          sql<string>`('{' || 'NULL}')::text[]::text`.as("list"),
          sql<string>`xmlforest('\\x00ff'::bytea as b)::text`.as("xml"),
        ]),
    key: ["id"],
    scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
  });
}

function guardedSource(db: Kysely<Tables>) {
  return createKyselySource(db, {
    query: (tables) => tables.selectFrom("guarded").select("id"),
    key: ["id"],
    scope: (query) => query,
    session: ({ projectId }) => [sql`select set_config('app.project', ${String(projectId)}, true)`],
  });
}

async function read(db: Kysely<Tables>) {
  const source = sourceOf(db);
  await using snapshot = await source.open(OPENING);
  const query = source.queryset().where("name", "=", KEY);
  return { count: await snapshot.count(query), rows: (await collect(snapshot.batches(query))).flat() };
}

async function settingsOf(db: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where context = 'user'`.execute(db);
  return new Map(rows.map(({ name, setting }) => [name, setting]));
}
