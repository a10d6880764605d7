import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { Kysely, PostgresDialect } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { json } from "../../../src/formats/json.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { campaign } from "../../support/campaign.js";
import { collect } from "../../support/collect.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";

const CHILD = resolve(import.meta.dirname, "export-heavy-child.ts");
const KIB = 1024;
/** Text that cannot be stored in fewer bytes. */
const DENSE = "(select string_agg(md5(i::text), '') from generate_series(1, 63) as i)";
const OPEN = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 500 };

interface Tables {
  heavy: { id: number; body: string; note: string };
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** Fills a table with rows of so many bytes; repeated text is small as it is stored, and large on its way. */
async function fill(type: string, parts: readonly (readonly [rows: number, text: string])[]): Promise<void> {
  const pool = database.pool({ max: 1 });
  await pool.query(`drop table if exists heavy; create table heavy (id serial primary key, body ${type}, note text)`);
  for (const [rows, text] of parts)
    await pool.query(`insert into heavy (body) select (${text})::${type} from generate_series(1, ${rows})`);
  await pool.query("analyze heavy");
  await pool.end();
}

async function openHeavy(maxRowBytes?: number) {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(database.pool({ max: 2 })) }) });
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom("heavy").select(["id", "body"]),
    key: ["id"],
    scope: (query) => query,
  });
  const snapshot = await source.open({ ...OPEN, maxRowBytes });
  return {
    all: () => snapshot.batches(source.queryset()),
    [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
  };
}

const heavy = `repeat('x', 1000 * 1024)`;
/** In MB; a page of 500 such rows is larger than either heap. */
const {
  heap: HEAP,
  first: FIRST,
  later: LATER,
} = campaign({
  small: { heap: 192, first: 250, later: 200 },
  large: { heap: 512, first: 700, later: 500 },
});

describe(`with a heap of ${HEAP} MB, at the default batch size,`, () => {
  test.each<[string, string, readonly (readonly [number, string])[]]>([
    [`${FIRST} rows of 1,000 KiB`, "text", [[FIRST, heavy]]],
    [
      `5,000 rows of 100 bytes, then ${LATER} of 1,000 KiB`,
      "text",
      [
        [5_000, `repeat('x', 100)`],
        [LATER, heavy],
      ],
    ],
  ])("%s are exported", { timeout: 240_000 }, async (_name, type, parts) => {
    await fill(type, parts);
    const args = [`--max-old-space-size=${HEAP}`, "--import", "tsx", CHILD, database.url];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    console.log(type, stdout.trim());
    const { rows, bytes, chunk } = JSON.parse(stdout) as Readonly<Record<"rows" | "bytes" | "chunk", number>>;
    expect(rows).toBe(parts.reduce((sum, [count]) => sum + count, 0));
    expect(bytes).toBeGreaterThan(LATER * 1000 * KIB);
    expect(chunk).toBeLessThan(4);
  });
});

test.each([
  ["text", heavy],
  ["jsonb", `json_build_object('a', ${heavy})`],
  ["json[]", `array[json_build_object('a', ${heavy})]`],
  ["bytea", `repeat('x', 500 * 1024)`],
])(
  "a page has no more large rows of %s than fit, whatever came before them",
  { timeout: 60_000 },
  async (type, text) => {
    await fill(type, [
      [1_000, "null"],
      [40, text],
    ]);
    const snapshot = await openHeavy();
    await using _closed = snapshot;
    const batches = await collect(snapshot.all());
    expect(batches.flat().map(({ id }) => id)).toEqual(Array.from({ length: 1_040 }, (_, index) => index + 1));
    const heavies = batches.map((batch) => batch.filter(({ body }) => body !== null).length);
    expect(Math.max(...heavies)).toBeLessThanOrEqual(9);
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(500);
  },
);

describe("a row of more bytes than a row may have", () => {
  async function read(body: (row: { id: number; body: string }) => unknown, maxRowBytes?: number) {
    const snapshot = await openHeavy(maxRowBytes);
    await using _closed = snapshot;
    const refused: unknown[] = [];
    const format = json<{ id: number; body: string }>([
      { name: "id", value: ({ id }) => id },
      { name: "body", value: body },
    ]);
    const chunks = await collect(
      format.encode(snapshot.all(), ({ code, details }) => refused.push([code, details[0]?.path])),
    );
    return { rows: JSON.parse(Buffer.concat(chunks).toString()) as { id: number; body: unknown }[], refused };
  }

  test("is ROW_ENCODING that names it, and may be left out; by default it may have 16 MiB", async () => {
    await fill("text", [
      [2, "'a'"],
      [1, "repeat('x', 17 * 1024 * 1024)"],
      [1, "'b'"],
    ]);
    expect(await read(({ body }) => body)).toEqual({
      rows: [
        { id: 1, body: "a" },
        { id: 2, body: "a" },
        { id: 4, body: "b" },
      ],
      refused: [["ROW_ENCODING", ["rows", 3, "body"]]],
    });
  });

  test("is not read, whatever its type; who does not need the value has the rest of the row", async () => {
    for (const [type, text] of [
      ["text", DENSE],
      ["bytea", DENSE],
      ["jsonb", `json_build_object('a', ${DENSE})`],
      ["numeric[]", "array_fill(1.5, array[2000])"],
    ] as const) {
      await fill(type, [[1, text]]);
      const { refused } = await read(({ body }) => body, 1_000);
      expect(refused, type).toEqual([["ROW_ENCODING", ["rows", 1, "body"]]]);
      expect(await read(() => "unread", 1_000)).toEqual({ rows: [{ id: 1, body: "unread" }], refused: [] });
      expect((await read(({ body }) => `${body}`, 1_000)).refused).toHaveLength(1);
      expect((await read(({ body }) => body, 100_000)).refused).toEqual([]);
    }
  });
});
