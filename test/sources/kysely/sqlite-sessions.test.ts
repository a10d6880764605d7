import { Kysely, SqliteDialect, sql } from "kysely";
import { expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { createSqliteFile } from "../../support/sqlite.js";
import { createTables, type Tables } from "./source-databases.js";

const OPENING = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 7 };
const WORST = ["case_sensitive_like = 1", "reverse_unordered_selects = 1", "short_column_names = 0"] as const;

test("SQLite: a session's pragmas do not change which rows a source finds, and stay as they were", async () => {
  await using file = await createSqliteFile();
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file.open() }) });
  await createTables(db);
  await db
    .insertInto("moth")
    .values([1, 2].map((id) => ({ id, project: 1, name: `Moth ${id}` })))
    .execute();
  for (const pragma of WORST) await sql.raw(`pragma ${pragma}`).execute(db);
  const before = await pragmas(db);
  const source = createKyselySource(db, {
    query: (tables) =>
      tables
        .selectFrom("moth as m")
        .where("m.name", "like", "moth%")
        .select(["m.id", "m.name", sql<string>`(select group_concat(id) from moth)`.as("ids")]),
    key: ["id"],
    scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
  });
  const snapshot = await source.open(OPENING);
  const rows = await collect(snapshot.batches(source.queryset())).finally(() => snapshot[Symbol.asyncDispose]());
  expect(rows.flat()).toEqual([1, 2].map((id) => ({ id, name: `Moth ${id}`, ids: "1,2" })));
  expect(await pragmas(db)).toEqual(before);
  await db.destroy();
});

test("SQLite: the statements of the host's session run before rows are read", async () => {
  await using file = await createSqliteFile();
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file.open() }) });
  await createTables(db);
  const run: unknown[] = [];
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom("moth").select("id"),
    key: ["id"],
    scope: (query) => query,
    session: (scope) => {
      run.push(scope);
      return [sql`select no_such_function()`];
    },
  });
  await expect(source.open(OPENING)).rejects.toMatchObject({ code: "SOURCE_FAILED" });
  expect(run).toEqual([OPENING.scope]);
  await db.destroy();
});

async function pragmas(db: Kysely<Tables>): Promise<unknown> {
  const { rows } = await sql`
    select 'a' like 'A' as alike, (select reverse_unordered_selects from pragma_reverse_unordered_selects) as reversed,
      (select short_column_names from pragma_short_column_names) as short`.execute(db);
  return rows;
}
