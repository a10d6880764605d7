import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { KINDS, type SourceDatabase } from "./source-databases.js";

interface Thing {
  id: number;
  /** 16 bytes. */
  code: Buffer;
  label: string | null;
}

interface Tables {
  trap: Thing;
  lamp: Thing;
}

const opening = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 2 };
const BYTES: Readonly<Record<string, string>> = {
  PostgreSQL: "bytea",
  PGlite: "bytea",
  MariaDB: "binary(16)",
  SQLite: "blob",
};
/** Text whose comparison ignores case. */
const BLIND: Readonly<Record<string, string>> = {
  PostgreSQL: "blind",
  MariaDB: "utf8mb4_general_ci",
  SQLite: "nocase",
};

describe.each(KINDS)("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("related rows", () => {
    let database: SourceDatabase;
    let db: Kysely<Tables>;
    beforeAll(async () => {
      database = await kind.open();
      db = database.db as unknown as Kysely<Tables>; // two more tables
      if (kind.name === "PostgreSQL") {
        await sql`create collation blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`.execute(
          db,
        );
      }
      const label =
        BLIND[kind.name] === undefined ? sql`varchar(40)` : sql`varchar(40) collate ${sql.raw(BLIND[kind.name]!)}`;
      for (const table of ["trap", "lamp"]) {
        await sql`create table ${sql.table(table)} (id int primary key, code ${sql.raw(BYTES[kind.name]!)}, label ${label})`.execute(
          db,
        );
      }
    }, 60_000);
    afterAll(() => database[Symbol.asyncDispose]());

    /** Neither is UTF-8, so that both would be the same text. */
    const codeOf = (last: number): Buffer => Buffer.concat([Buffer.alloc(15, 0xff), Buffer.from([last])]);

    async function fill(table: keyof Tables, rows: readonly Partial<Thing>[]): Promise<void> {
      await db.deleteFrom(table).execute();
      await db
        .insertInto(table)
        .values(rows.map((row, index) => ({ id: index + 1, code: codeOf(index), label: null, ...row })))
        .execute();
    }

    /** The ids of the lamps of each trap, which have its code or its label; with labels also those that have none. */
    async function lampsOf(
      column: "code" | "label",
      key: "id" | "code" = "id",
    ): Promise<readonly (readonly number[])[]> {
      const connect = database.connect as unknown as (() => Kysely<Tables>) | undefined;
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("trap").select(["id", "code", "label"]),
        key: [key],
        scope: (query) => query,
        relations: {
          lamps: {
            query: (tables, rows) => {
              const lamps = tables.selectFrom("lamp").select(["id", "code", "label"]).orderBy("id");
              // libsql gives an ArrayBuffer.
              if (column === "code")
                return lamps.where(
                  "code",
                  "in",
                  rows.map(({ code }) => Buffer.from(code)),
                );
              return lamps.where((is) =>
                is.or([
                  is(
                    "label",
                    "in",
                    rows.map(({ label }) => label),
                  ),
                  is("label", "is", null),
                ]),
              );
            },
            on: { [column]: column },
          },
        },
        ...(connect === undefined ? {} : { connect }),
      });
      await using snapshot = await source.open(opening);
      return (await collect(snapshot.batches(source.queryset()))).flat().map(({ lamps }) => lamps.map(({ id }) => id));
    }

    test("are found by their bytes, and bytes can be the order key", async () => {
      await fill("trap", [{ code: codeOf(0xfe) }, { code: codeOf(0xfd) }, { code: codeOf(0xfc) }]);
      await fill("lamp", [{ code: codeOf(0xfd) }, { code: codeOf(0xfe) }, { code: codeOf(0xfd) }]);
      expect(await lampsOf("code")).toEqual([[2], [1, 3], []]);
      expect(await lampsOf("code", "code")).toEqual([[], [1, 3], [2]]);
    });

    test("that belong to none of the rows end the reading, since SQL may have found them by rules of its own", async () => {
      await fill("trap", [{ label: "AB1" }]);
      await fill("lamp", [{ label: "AB1" }]);
      expect(await lampsOf("label")).toEqual([[1]]);
      await fill("lamp", [{ label: "ab1" }]);
      const failure = { code: "SOURCE_FAILED", retryable: false, message: expect.stringContaining('"lamps"') };
      if (kind.name === "PGlite") expect(await lampsOf("label")).toEqual([[]]);
      else await expect(lampsOf("label")).rejects.toMatchObject(failure);
    });

    test("are never found by null", async () => {
      await fill("trap", [{ label: null }, { label: "a" }]);
      await fill("lamp", [{ label: "a" }]);
      expect(await lampsOf("label")).toEqual([[], [1]]);
      await fill("lamp", [{ label: null }]);
      await expect(lampsOf("label")).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: false });
    });
  });
});
