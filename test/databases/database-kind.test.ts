import {
  DummyDriver,
  Kysely,
  MssqlAdapter,
  MysqlAdapter,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  type DialectAdapter,
} from "kysely";
import { expect, test } from "vitest";
import { databaseKind } from "../../src/databases/database-kind.js";

function withAdapter(adapter: DialectAdapter): Kysely<unknown> {
  return new Kysely({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

test.each([
  ["postgres", new PostgresAdapter()],
  ["mysql", new MysqlAdapter()],
  ["sqlite", new SqliteAdapter()],
  ["sqlite", new (class LibsqlAdapter extends SqliteAdapter {})()],
])("%s is known by what its adapter can do", (kind, adapter) => {
  expect(databaseKind(withAdapter(adapter), "The store")).toBe(kind);
});

test("SQL Server is refused by the name of what would work on it", () => {
  expect(() => databaseKind(withAdapter(new MssqlAdapter()), "The store")).toThrow(
    new TypeError("The store works on PostgreSQL, MySQL, MariaDB and SQLite."),
  );
});
