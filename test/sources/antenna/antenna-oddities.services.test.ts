import { Kysely, PostgresDialect, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OccurrenceQuery } from "../../../src/occurrences/model/occurrence-query.js";
import { AntennaSnapshot } from "../../../src/sources/antenna/antenna-snapshot.js";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { openPostgresSnapshot, type PostgresSnapshot } from "../../../src/sources/kysely/postgres-snapshot.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { gather, opening, readRows } from "../../../src/testing/data-source-suite/snapshot-fixture.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { frozenQuery, NEEDS } from "../../../src/testing/occurrence-source-suite/restrictions.js";
import { type AntennaPostgres, antennaOnPostgres } from "./antenna-database.js";

const SCOPE = { projectId: 1, userId: 1 };
const EVERYTHING = frozenQuery({ needs: NEEDS });

let antenna: AntennaPostgres;
beforeAll(async () => {
  antenna = await antennaOnPostgres();
  await antenna.load(OCCURRENCE_FIXTURE);
}, 60_000);
afterAll(async () => {
  await antenna[Symbol.asyncDispose]();
});

test("a driver that alters whatever is not text alters nothing", async () => {
  const [text, varchar] = [25, 1043];
  const types = {
    getTypeParser: (oid: number) => (value: string) => (oid === text || oid === varchar ? value : "altered"),
  };
  const pool = antenna.database.pool({ max: 2, types });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  try {
    await using actual = await createAntennaSource({ db }).open(opening(SCOPE));
    await using expected = await createMemoryOccurrenceSource(OCCURRENCE_FIXTURE).open(opening(SCOPE));
    expect(await readRows(actual, EVERYTHING)).toEqual(await readRows(expected, EVERYTHING));
    expect(await actual.count(EVERYTHING)).toBe(await expected.count(EVERYTHING));
    const omit = { empty: "omit" } as const;
    expect(await gather(actual.events(EVERYTHING, omit))).toEqual(await gather(expected.events(EVERYTHING, omit)));
  } finally {
    await db.destroy();
  }
});

test("a session with the worst settings alters nothing, on any of its connections", async () => {
  const worst = ["TimeZone=Asia/Kathmandu", "DateStyle=German", "IntervalStyle=sql_standard", "extra_float_digits=-15"];
  const quotes = [
    "standard_conforming_strings=off",
    "transform_null_equals=on",
    "bytea_output=escape",
    "row_security=off",
  ];
  const options = [...worst, ...quotes].map((setting) => `-c ${setting}`).join(" ");
  const pool = antenna.database.pool({ max: 3, options });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  await using actual = await createAntennaSource({ db, extraReaders: 2 }).open(opening(SCOPE));
  await using expected = await createMemoryOccurrenceSource(OCCURRENCE_FIXTURE).open(opening(SCOPE));
  expect(await readRows(actual, EVERYTHING)).toEqual(await readRows(expected, EVERYTHING));
  const omit = { empty: "omit" } as const;
  expect(await gather(actual.events(EVERYTHING, omit))).toEqual(await gather(expected.events(EVERYTHING, omit)));
});

test.each([
  ["null", []],
  ['"Animalia"', []],
  ["{}", []],
  ['[{"id": 1, "name": "Animalia"}, {"name": "Arthropoda"}, 7, null]', [{ id: 1, name: "Animalia", rank: "" }]],
])("a taxon whose parents are %s has those that can be read", async (parents, expected) => {
  const stored = await sql<{ json: string }>`select parents_json::text as json from main_taxon where id = 7`.execute(
    antenna.db,
  );
  await sql`update main_taxon set parents_json = ${parents}::text::jsonb where id = 7`.execute(antenna.db);
  try {
    await using snapshot = await createAntennaSource({ db: antenna.db }).open(opening(SCOPE));
    const [first] = await readRows(snapshot, frozenQuery({ restrictions: [{ kind: "taxon", id: 7 }] }));
    expect(first?.determination?.parents).toEqual(expected);
    expect(await snapshot.count(frozenQuery({ restrictions: [{ kind: "taxon", id: 1 }] }))).toBeGreaterThan(0);
  } finally {
    await sql`update main_taxon set parents_json = ${stored.rows[0]?.json}::text::jsonb where id = 7`.execute(
      antenna.db,
    );
  }
});

test("a comment with line breaks, quotes and the beginning of a row is read as it is, with the rows after it", async () => {
  const comment = 'seen\r\n["1","2"],\n["7", "\\u000a\u2028';
  const { rows } = await sql<{ id: string; comment: string }>`
    select id::text as id, comment from main_identification order by id limit 1`.execute(antenna.db);
  const [stored] = rows;
  const change = (text: string | undefined) =>
    sql`update main_identification set comment = ${text} where id = ${stored?.id}::bigint`.execute(antenna.db);
  await using before = await createAntennaSource({ db: antenna.db }).open(opening(SCOPE));
  const expected = structuredClone(await readRows(before, EVERYTHING)).map((row) => ({
    ...row,
    identifications: row.identifications?.map((one) => (String(one.id) === stored?.id ? { ...one, comment } : one)),
    bestIdentification:
      String(row.bestIdentification?.id) === stored?.id
        ? { ...row.bestIdentification, comment }
        : row.bestIdentification,
  }));
  expect(expected.flatMap(({ identifications }) => identifications?.map((one) => one.comment))).toContain(comment);
  await change(comment);
  try {
    await using snapshot = await createAntennaSource({ db: antenna.db }).open(opening(SCOPE));
    expect(await readRows(snapshot, EVERYTHING)).toEqual(expected);
  } finally {
    await change(stored?.comment);
  }
});

test("stations have devices where the database has the column", async () => {
  const source = createAntennaSource({ db: antenna.db });
  const devices = async () =>
    await source.references("device", [7, 8], { scope: SCOPE, signal: new AbortController().signal });
  const query = frozenQuery({ restrictions: [{ kind: "device", id: 7 }] });
  expect((await devices()).size).toBe(0);
  await sql`alter table main_deployment add column device_id bigint`.execute(antenna.db);
  try {
    await sql`update main_deployment set device_id = 7 where id = 2`.execute(antenna.db);
    expect([...(await devices()).values()]).toEqual([{ id: 7, name: "", projectIds: [1] }]);
    await using snapshot = await source.open(opening(SCOPE));
    expect((await readRows(snapshot, query)).map(({ id }) => id)).toEqual([5, 8]);
    const events = await gather(snapshot.events(query, { empty: "omit" }));
    expect([await snapshot.count(query), events.map(({ id }) => id)]).toEqual([2, [2]]);
  } finally {
    await sql`alter table main_deployment drop column device_id`.execute(antenna.db);
  }
});

test("ids in other catalogues, and what classifications were made from, come where the database has the columns", async () => {
  const read = async () => {
    await using snapshot = await createAntennaSource({ db: antenna.db }).open(opening(SCOPE));
    const query = frozenQuery({ restrictions: [{ kind: "ids", ids: [1] }], needs: ["detections", "bestPrediction"] });
    const [row] = await readRows(snapshot, query);
    const said = row?.detections?.flatMap(({ classifications }) => classifications) ?? [];
    return [row?.determination, row?.bestPrediction, ...said].map((part) => ({ ...part, taxon: null, parents: [] }));
  };
  const before = await read();
  for (const part of before) {
    expect(part).not.toHaveProperty("inatTaxonId");
    expect(part).not.toHaveProperty("fieldguideId");
    expect(part).not.toHaveProperty("appliedToId");
  }
  await sql`alter table main_taxon add column inat_taxon_id bigint, add column fieldguide_id varchar(255)`.execute(
    antenna.db,
  );
  await sql`alter table main_classification add column applied_to_id bigint`.execute(antenna.db);
  try {
    await sql`update main_taxon set inat_taxon_id = 99 where id = 7`.execute(antenna.db);
    await sql`update main_classification set applied_to_id = 4 where id = 30`.execute(antenna.db);
    const [determination, best, ...said] = await read();
    expect(determination).toMatchObject({ id: 7, inatTaxonId: 99, fieldguideId: null });
    expect(best).toMatchObject({ id: 30, appliedToId: 4 });
    expect(said.filter((part) => "appliedToId" in part && part.appliedToId === 4)).toHaveLength(1);
  } finally {
    await sql`alter table main_taxon drop column inat_taxon_id, drop column fieldguide_id`.execute(antenna.db);
    await sql`alter table main_classification drop column applied_to_id`.execute(antenna.db);
  }
});

test("the events of a small project cost nothing for those of other projects", async () => {
  await sql`insert into main_event (id, "start", project_id) select g, '2023-07-01', 2 from generate_series(1001, 3000) g`.execute(
    antenna.db,
  );
  await sql`
    insert into main_occurrence (id, event_id, project_id, determination_id)
    select g, 1001 + g % 2000, 2, 7 from generate_series(1001, 21000) g`.execute(antenna.db);
  await sql`analyze`.execute(antenna.db);
  const queries: readonly OccurrenceQuery[] = [
    EVERYTHING,
    frozenQuery({ restrictions: [{ kind: "dates", start: "2090-01-01", end: null }] }),
  ];
  for (const query of queries) {
    for (const empty of ["omit", "include"] as const) {
      const { signal } = new AbortController();
      const view = await openPostgresSnapshot(antenna.db, { signal });
      await using snapshot = new AntennaSnapshot(view, {
        signal,
        projectId: 1,
        userId: 1,
        batchSize: 500,
        mediaRoot: null,
        own: () => expect.unreachable(),
      });
      const before = await workOf(view);
      const events = await gather(snapshot.events(query, { empty }));
      const filled = query === EVERYTHING ? 4 : 0;
      // One more is empty, and it starts too early for the second query.
      expect(events.length).toBe(empty === "include" && query === EVERYTHING ? 5 : filled);
      // The schema has no index by which to find a project's own events: they cost one look at each event there is.
      expect((await workOf(view)) - before).toBeLessThan(empty === "include" ? 2_500 : 500);
    }
  }
});

/** How often the session has looked into events and occurrences: rows, and searches of an index. */
async function workOf(view: PostgresSnapshot): Promise<number> {
  const [work] = await view.run(sql<{ count: string }>`
    select sum(seq_tup_read + idx_tup_fetch + idx_scan)::text as "count"
    from pg_stat_xact_user_tables
    where relname in ('main_event', 'main_occurrence')`);
  return Number(work?.count);
}

test("a lookup that the database does not answer ends in time", async () => {
  const source = createAntennaSource({ db: antenna.db, statementTimeoutMs: 100 });
  const options = { scope: SCOPE, signal: new AbortController().signal };
  const locker = await antenna.database.pool({ max: 1 }).connect();
  try {
    await locker.query("begin; lock table main_taxon, main_project in access exclusive mode");
    await expect(source.references("taxon", [7], options)).rejects.toMatchObject({
      code: "SOURCE_FAILED",
      retryable: true,
    });
    await expect(source.projectName?.(SCOPE, options.signal)).rejects.toMatchObject({
      code: "SOURCE_FAILED",
      retryable: true,
    });
  } finally {
    await locker.query("rollback");
    locker.release();
  }
  expect((await source.references("taxon", [7], options)).get(7)?.name).toBe("Noctua pronuba");
});
