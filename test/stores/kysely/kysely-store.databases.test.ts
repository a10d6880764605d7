import type { Kysely } from "kysely";
import { beforeAll, describe, test } from "vitest";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { storeSuite } from "../../../src/testing/store-suite/store-suite.js";
import { inProject } from "../../support/in-project.js";
import { emptyTables, onDatabases, SQLITE_FILE, SQLITE_MEMORY } from "./store-databases.js";

const kinds = await inProject({
  unit: async () => [SQLITE_FILE, SQLITE_MEMORY],
  services: async () => {
    const { MARIADB, PGLITE, POSTGRES } = await import("./store-services.js");
    return [POSTGRES, PGLITE, MARIADB];
  },
});

onDatabases(kinds, (database, { pools }) => {
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
