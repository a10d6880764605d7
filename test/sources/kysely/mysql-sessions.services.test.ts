import { Kysely, MysqlDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import { collect } from "../../support/collect.js";
import { MARIADB_ABSENT, type MariadbServer, startMariadb } from "../../support/mariadb.js";
import { migrate } from "../../stores/kysely/store-databases.js";
import { EXACT_MYSQL } from "./exact-mysql.js";

const INJECTION = "x') or (project = 2)) as r -- ";
const KEY = "O'Brien's moth \\";
const ROWS = 50;
const OPENING = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 7 };
const HOUR = 3_600_000;

/** Settings that change text, order, row counts or quoting, each at its worst. */
const WORST: Readonly<Record<string, string>> = {
  sql_mode: "ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,EMPTY_STRING_IS_NULL",
  sql_select_limit: "1",
  time_zone: "+02:00",
  group_concat_max_len: "4",
  div_precision_increment: "0",
  lc_time_names: "de_DE",
  default_week_format: "3",
  completion_type: "CHAIN",
  autocommit: "0",
};
/** Those that a driver asks for when it connects, or that a server gives to no session. */
const SESSION_ONLY = { sql_auto_is_null: "1", character_set_results: "latin1", collation_connection: "latin1_bin" };

interface Tables {
  moth: { id: number; project: number; name: string; code: string; seen: string };
}

const PLACES = [
  { place: "the server", server: WORST, session: {} },
  // `init_connect` is what MariaDB has for a role or a database: it runs for every user without the right of a superuser.
  { place: "the user's sessions", server: {}, session: { ...WORST, ...SESSION_ONLY } },
];

describe.skipIf(MARIADB_ABSENT !== null).each(PLACES)("MariaDB, with the worst settings of $place", (worst) => {
  let server: MariadbServer;
  let db: Kysely<Tables>;
  beforeAll(async () => {
    server = await startMariadb();
    await prepare(server);
    const admin = connect<unknown>(server, "root");
    const assigned = (settings: object, place: string) =>
      `set ${Object.entries(settings).map(([name, value]) => `${place} ${name} = ${literal(value)}`)}`;
    await sql
      .raw(
        `set global init_connect = ${literal(assigned({ auto_increment_offset: "1", ...worst.session }, "session"))}`,
      )
      .execute(admin);
    if (worst.place === "the server") await sql.raw(assigned(worst.server, "global")).execute(admin);
    await admin.destroy();
    db = connect<Tables>(server, "host");
  }, 120_000);
  afterAll(async () => {
    await db.destroy();
    await server[Symbol.asyncDispose]();
  });

  test("the settings are the worst ones, and the value would leave its quotes", async () => {
    const { rows } = await sql<object>`select @@sql_mode as mode, @@time_zone as zone`.execute(db);
    expect(JSON.stringify(rows)).toMatch(/NO_BACKSLASH_ESCAPES.*\+02:00/);
    await expect(sql`select ${KEY}`.execute(db)).rejects.toThrow();
  });

  test("no value of a filter leaves its quotes", async () => {
    expect(await read(db, INJECTION)).toEqual({ count: 0, rows: [] });
    expect(await read(db, KEY)).toMatchObject({ count: 1, rows: [{ id: 1, name: KEY }] });
  });

  test("all rows come, with the text that they have", async () => {
    const { count, rows } = await read(db, null);
    expect([count, rows.map(({ id }) => id)]).toEqual([ROWS, Array.from({ length: ROWS }, (_, n) => n + 1)]);
    expect(rows[0]).toEqual({
      ...{ id: 1, name: KEY, code: "a", seen: "2024-10-27 00:30:00", names: "aaaaaaaa", third: "0.3333" },
      ...{ month: "March", week: 0, place: "𝕏 Ω" },
    });
    expect(rows[1]).toMatchObject({ seen: "2024-10-27 01:30:00" });
  });

  test("a session has the settings again that it had, after a snapshot and after one that fails", async () => {
    const before = await settingsOf(db);
    await read(db, KEY);
    expect(await settingsOf(db)).toEqual(before);
    await using snapshot = await sourceOf(db).open(OPENING);
    await expect(snapshot.select(() => sql`select nothing`.$castTo<object>() as never)).rejects.toThrow();
    await snapshot[Symbol.asyncDispose]();
    expect(await settingsOf(db)).toEqual(before);
  });

  test("the store keeps and finds what has quotes, in a transaction that it ends", async () => {
    const before = await settingsOf(db);
    const store = createKyselyStore({ db });
    const options = { dueInMs: 0, idempotencyKey: KEY, limits: { perUser: 100, perProject: 100 } };
    const made = [];
    for (const name of [KEY, INJECTION, "", "\\'"]) {
      const newExport = createNewExport({ projectId: name, user: { id: name, name }, filters: { name } });
      const result = await store.create(newExport, { ...options, idempotencyKey: `k${name}` });
      if (result.outcome !== "created") throw new TypeError(result.outcome);
      expect(result.record).toMatchObject({ projectId: name, user: { id: name, name }, filters: { name } });
      made.push(result.record);
    }
    const ids = made.map(({ id }) => id);
    const page = { orderBy: "id", direction: "asc", limit: 10, offset: 0 } as const;
    expect((await store.list({ ...page, projectIds: made.map(({ projectId }) => projectId) })).records).toHaveLength(4);
    expect((await store.due(10)).map(({ id }) => id)).toEqual(ids);
    const [id = 0] = ids;
    const claimed = await store.claim(id, KEY, HOUR);
    expect(await store.renew(id, KEY, { leaseMs: HOUR, progress: claimed!.job.progress })).not.toBe(null);
    const updated = await store.update(id, claimed!, { filename: KEY });
    expect((await store.get(id))?.filename).toBe(KEY);
    expect(await store.remove(id, updated!)).toBe(true);
    const other = connect<unknown>(server, "root");
    const { rows } = await sql<{ n: unknown }>`select count(*) as n from vasculum_export`.execute(other);
    await other.destroy();
    expect(Number(rows[0]?.n)).toBe(3);
    expect(await settingsOf(db)).toEqual(before);
  });
});

function connect<DB>(server: MariadbServer, user: string): Kysely<DB> {
  const pool = createPool({
    ...{ host: "127.0.0.1", port: server.port, user, database: "test", connectionLimit: 1 },
    ...EXACT_MYSQL,
  });
  return new Kysely<DB>({ dialect: new MysqlDialect({ pool }) });
}

/** With statements of literals alone, whose quotes mean the same under every setting. */
async function prepare(server: MariadbServer): Promise<void> {
  const db = connect<unknown>(server, "root");
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run("set session sql_mode = '', completion_type = 0, autocommit = 1, time_zone = '+00:00'");
  await run("alter database test character set utf8mb4");
  await run("create user host@'%'");
  await run("grant all on test.* to host@'%'");
  await run(
    "create table moth (id int primary key, project int not null, name varchar(200) not null, code char(8), seen timestamp)",
  );
  const at = (id: number) => `2024-10-27 0${id % 2 === 1 ? 0 : 1}:30:00`;
  const names = (id: number) => (id === 1 ? KEY.replaceAll("'", "''").replaceAll("\\", "\\\\") : "moth");
  const rows = Array.from({ length: ROWS }, (_, n) => `(${n + 1}, 1, '${names(n + 1)}', 'a', '${at(n + 1)}')`);
  await run(`insert into moth values ${rows.join(", ")}, (100, 2, 'theirs', 'b', '2024-01-01')`);
  await migrate(db);
  await db.destroy();
}

function sourceOf(db: Kysely<Tables>) {
  return createKyselySource(db, {
    query: (tables) =>
      tables
        .selectFrom("moth")
        .select([
          ...(["id", "name", "code", "seen"] as const),
          sql<string>`(select group_concat(m.code order by m.id separator '') from moth m where m.id <= 8)`.as("names"),
          sql<string>`1 / 3`.as("third"),
          sql<string>`date_format('2024-03-01', '%M')`.as("month"),
          sql<number>`week('2024-01-01')`.as("week"),
          sql<string>`'𝕏 Ω'`.as("place"),
        ]),
    key: ["id"],
    scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
  });
}

async function read(db: Kysely<Tables>, name: string | null) {
  const source = sourceOf(db);
  await using snapshot = await source.open(OPENING);
  const query = name === null ? source.queryset() : source.queryset().where("name", "=", name);
  return { count: await snapshot.count(query), rows: (await collect(snapshot.batches(query))).flat() };
}

async function settingsOf(db: Kysely<Tables>): Promise<object> {
  const names = [...Object.keys(WORST), ...Object.keys(SESSION_ONLY), "max_statement_time"];
  const columns = names.map((name) => `cast(@@session.${name} as char) as ${name}`);
  const { rows } = await sql.raw<object>(`select ${columns.join(", ")}`).execute(db);
  return rows[0] ?? {};
}

/** Numbers and words stand as they are. */
function literal(value: string): string {
  return /^[0-9]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
