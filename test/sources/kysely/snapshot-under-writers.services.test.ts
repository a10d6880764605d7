import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kysely } from "kysely";
import { describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { SQLITE, type Tables } from "./source-databases.js";
import { SERVICES } from "./source-services.js";

const ROUNDS = 10;
const PAIRS = 20;
const SCOPE = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 100 };

/** Adds moths in pairs, ids 2n and 2n + 1, and removes some of them again, each time in one transaction, until stopped. */
function startWriter(db: Kysely<Tables>) {
  let stopped = false;
  let written = 0;
  const writing = (async () => {
    for (let first = 1_000; !stopped; first += PAIRS) {
      const ids = Array.from({ length: PAIRS * 2 }, (_, index) => first * 2 + index);
      await db.transaction().execute((moths) =>
        moths
          .insertInto("moth")
          .values(ids.map((id) => ({ id, project: 1, name: `moth ${id}` })))
          .execute(),
      );
      const half = ids.slice(0, PAIRS);
      await db.transaction().execute((moths) => moths.deleteFrom("moth").where("id", "in", half).execute());
      written += ids.length + half.length;
      await nextTurn();
    }
  })();
  return {
    stop: async (): Promise<number> => {
      stopped = true;
      await writing;
      return written;
    },
  };
}

for (const kind of [...SERVICES, SQLITE].filter(({ others }) => others)) {
  describe.skipIf(kind.absent !== null)(`a snapshot on ${kind.name}`, () => {
    test("holds one moment while others write: count = rows, and no pair is torn", async () => {
      await using database = await kind.open();
      const { db, connect } = database;
      await db
        .insertInto("moth")
        .values(Array.from({ length: 1_000 }, (_, id) => ({ id, project: 1, name: `moth ${id}` })))
        .execute();
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").select(["id", "name"]),
        key: ["id"],
        scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
        ...(connect === undefined ? {} : { connect }),
      });
      const writerDb = connect?.() ?? db;
      const writer = startWriter(writerDb);
      const startedAt = performance.now();
      let rate = 0;
      const counts = new Set<number>();
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          await using snapshot = await source.open(SCOPE);
          const count = await snapshot.count(source.queryset());
          const ids: number[] = [];
          for await (const batch of snapshot.batches(source.queryset())) {
            ids.push(...batch.map(({ id }) => id));
            await nextTurn();
          }
          const present = new Set(ids);
          expect(ids.length).toBe(count);
          expect(present.size).toBe(count);
          expect(ids.filter((id) => !present.has(id % 2 === 0 ? id + 1 : id - 1))).toEqual([]);
          counts.add(count);
        }
      } finally {
        const written = await writer.stop();
        rate = Math.round((written / (performance.now() - startedAt)) * 1_000);
        console.log(`${kind.name}: ${rate} rows written a second`);
        if (writerDb !== db) await writerDb.destroy();
      }
      expect(counts.size).toBeGreaterThan(1);
      expect(rate).toBeGreaterThan(1_000);
    }, 60_000);
  });
}
