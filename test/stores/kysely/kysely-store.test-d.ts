import type { Kysely, MigratorProps, Transaction } from "kysely";
import { expectTypeOf, test } from "vitest";
import type { ExportStore } from "../../../src/contracts/export-store.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { exportStoreMigrations } from "../../../src/stores/kysely/migrations.js";

interface HostTables {
  readonly captures: { readonly id: number; readonly taken_at: Date };
}

test("a Kysely of any tables is accepted without a cast", () => {
  const from = <DB>(db: Kysely<DB>) => createKyselyStore({ db });
  expectTypeOf(from<HostTables>).returns.toEqualTypeOf<ExportStore>();
  expectTypeOf(createKyselyStore<HostTables>).toBeCallableWith({ db: {} as Kysely<HostTables> });
  expectTypeOf(createKyselyStore<unknown>).toBeCallableWith({
    db: {} as Kysely<unknown>,
    schema: "exports",
    tablePrefix: "x_",
  });
  expectTypeOf(createKyselyStore<HostTables>).toBeCallableWith({ db: {} as Transaction<HostTables> });
});

test("the migrations are what Kysely's Migrator takes", () => {
  expectTypeOf(exportStoreMigrations).returns.toExtend<MigratorProps["provider"]>();
});
