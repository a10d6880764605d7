import { type Kysely, type Migration, type MigrationProvider, sql } from "kysely";
import { LOCKS } from "./create-limits.js";
import { type TableNameOptions, tableNames } from "./table-names.js";
import { storeDialect } from "./store-dialect.js";

/**
 * Returns the migrations of the tables that `createKyselyStore` works on, for Kysely's `Migrator` (from 0.29 on in `kysely/migration`). They
 * have a migration table of their own beside the host's:
 *
 * ```ts
 * const migrator = new Migrator({
 *   db,
 *   provider: exportStoreMigrations(),
 *   migrationTableName: "vasculum_migration",
 *   migrationLockTableName: "vasculum_migration_lock",
 * });
 * const { error } = await migrator.migrateToLatest();
 * ```
 *
 * With a `schema`, give the Migrator the same as its `migrationTableSchema`; on PostgreSQL it then creates the schema.
 *
 * @throws TypeError when a name cannot be one.
 * @example
 * ```ts
 * const { error } = await new Migrator({
 *   db,
 *   provider: exportStoreMigrations({ schema: "vasculum" }),
 *   migrationTableSchema: "vasculum",
 *   migrationTableName: "migration", // apart from the migrations of your own tables
 *   migrationLockTableName: "migration_lock",
 * }).migrateToLatest();
 * ```
 */
export function exportStoreMigrations(options: TableNameOptions = {}): MigrationProvider {
  const migrations = { "0001_create_export": createExport(options), "0002_add_notices": addNotices(options) };
  return { getMigrations: async () => migrations };
}

function createExport(options: TableNameOptions): Migration {
  const tables = tableNames(options);
  return {
    up: async (db) => {
      await createExports(db, options);
      for (const [name, columns] of Object.entries(INDEXES)) {
        await sql`create index ${tables.index(name)} on ${tables.exports} (${sql.raw(columns)})`.execute(db);
      }
      await sql`create unique index ${tables.index("idempotency")} on ${tables.exports} (idempotency)`.execute(db);
      await createLocks(db, options);
    },
    down: async (db) => {
      await sql`drop table ${tables.locks}`.execute(db);
      await sql`drop table ${tables.exports}`.execute(db);
    },
  };
}

/** The notices of an export, and when they are due. SQLite adds columns one by one. */
function addNotices(options: TableNameOptions): Migration {
  const tables = tableNames(options);
  return {
    up: async (db) => {
      const { types } = storeDialect(db, options.schema);
      await sql`alter table ${tables.exports} add column notices ${types.document}`.execute(db);
      await sql`alter table ${tables.exports} add column notice_due_at bigint`.execute(db);
      await sql`create index ${tables.index("notice_due")} on ${tables.exports} (notice_due_at)`.execute(db);
    },
    down: async (db) => {
      // The others drop an index with its column.
      if (storeDialect(db, options.schema).oneWriter) await sql`drop index ${tables.index("notice_due")}`.execute(db);
      await sql`alter table ${tables.exports} drop column notice_due_at`.execute(db);
      await sql`alter table ${tables.exports} drop column notices`.execute(db);
    },
  };
}

const INDEXES = {
  list: "deleted, created_at, id, updated_at, file_size, format",
  project: "project_id, deleted, created_at, id, updated_at, file_size, format",
  active: "status",
  due: "due_at, id",
} as const;

async function createExports(db: Kysely<unknown>, options: TableNameOptions): Promise<void> {
  const { types } = storeDialect(db, options.schema);
  await sql`
    create table ${tableNames(options).exports} (
      id ${types.serial},
      version bigint not null,
      deleted smallint not null,
      status ${types.word} not null,
      format ${types.word} not null,
      project_id ${types.id} not null,
      user_id ${types.id} not null,
      file_size bigint,
      job_state ${types.word} not null,
      attempts bigint not null,
      token ${types.word},
      cancel_requested smallint not null,
      progress ${types.document} not null,
      document ${types.document} not null,
      idempotency ${types.word},
      created_at bigint not null,
      updated_at bigint not null,
      started_at bigint,
      finished_at bigint,
      expires_at bigint,
      due_at bigint
    ) ${types.options}`.execute(db);
}

async function createLocks(db: Kysely<unknown>, options: TableNameOptions): Promise<void> {
  const { locks } = tableNames(options);
  const { types } = storeDialect(db, options.schema);
  await sql`create table ${locks} (id smallint primary key, turn bigint not null) ${types.options}`.execute(db);
  const rows = Array.from({ length: LOCKS }, (_, id) => sql`(${id}, 0)`);
  await sql`insert into ${locks} (id, turn) values ${sql.join(rows)}`.execute(db);
}
