import type { Kysely } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { storeSuite } from "../../../src/testing/store-suite.js";
import { emptyTables, MARIADB, onDatabases, PGLITE, POSTGRES, SQLITE_FILE, SQLITE_MEMORY } from "./store-databases.js";

onDatabases([POSTGRES, PGLITE, MARIADB, SQLITE_FILE, SQLITE_MEMORY], (database, { pools }) => {
  describe.each(pools)("with a pool of %i", (max) => {
    let db: Kysely<unknown>;
    beforeAll(() => {
      db = database().connect({ max });
    });
    const create = async () => {
      await emptyTables(db);
      return { store: createKyselyStore({ db }) };
    };
    storeSuite({ test, create, tickMs: 50 });
  });
});

test.each([undefined, {}, { db: null }, { db: "postgres://secret@host" }])("a store of %j is a TypeError in one sentence", (options) => {
  // @ts-expect-error What a host without types may pass.
  expect(() => createKyselyStore(options)).toThrow(new TypeError('createKyselyStore needs the option "db", a Kysely.'));
});
