import { CamelCasePlugin, sql } from "kysely";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { SQLITE } from "./source-databases.js";
import { SERVICES } from "./source-services.js";

const OPENING = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 10 };

describe.each([...SERVICES, SQLITE])("$name", (kind) => {
  test.skipIf(kind.absent !== null)("is read through plugins that rename columns", async () => {
    await using database = await kind.open();
    await database.db.insertInto("sighting").values({ id: 1, moth_id: 7, place: "Ridge" }).execute();
    const plugin = new CamelCasePlugin();
    const db = database.db.withPlugin(plugin).withTables<{ sighting: { id: number; mothId: number } }>();
    const { connect } = database;
    const source = createKyselySource(db, {
      query: (tables) => tables.selectFrom("sighting as s").select(["s.id", "s.mothId"]),
      key: ["mothId", "id"],
      scope: (query) => query,
      ...(connect === undefined ? {} : { connect: () => connect().withPlugin(plugin) as never }),
    });
    await using snapshot = await source.open(OPENING);
    expect(await snapshot.count(source.queryset())).toBe(1);
    expect((await collect(snapshot.batches(source.queryset()))).flat()).toEqual([{ id: 1, mothId: 7 }]);
  });
});

const mariadb = SERVICES.find(({ name }) => name === "MariaDB");

test.skipIf(mariadb === undefined || mariadb.absent !== null)(
  "an abort in the middle of opening leaves no setting on MariaDB's session",
  async () => {
    await using database = await mariadb!.open();
    const { db } = database;
    const source = createKyselySource(db, {
      query: (tables) => tables.selectFrom("moth").select("id"),
      key: ["id"],
      scope: (same) => same,
    });
    const limit = sql<{ seconds: string }>`select cast(@@max_statement_time as char) as seconds`;
    const [before] = (await limit.execute(db)).rows;
    for (let turns = 0; turns < 40; turns += 1) {
      const cancel = new AbortController();
      const opening = source.open({ ...OPENING, signal: cancel.signal });
      for (let n = 0; n < turns; n += 1) await turn();
      cancel.abort(new TypeError("enough"));
      await opening.then(
        (snapshot) => snapshot[Symbol.asyncDispose](),
        () => undefined,
      );
      const sessions = await Promise.all([1, 2, 3, 4].map(async () => (await limit.execute(db)).rows[0]));
      expect(sessions, `after ${turns} turns`).toEqual(sessions.map(() => before));
    }
  },
);
