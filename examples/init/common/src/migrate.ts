/** Creates or updates the tables: `npm run migrate`. Run it before you start a new version. */
import { type Kysely, type MigrationProvider, Migrator } from "kysely";
import { exportStoreMigrations } from "vasculum/kysely";
import { connect } from "./database.js";
import type { Tables } from "./tables.js";

/** The example's own table. Remove this where your application creates its tables. */
const sightings: MigrationProvider = {
  getMigrations: async () => ({
    "0001_create_sighting": {
      up: async (db) => {
        await db.schema
          .createTable("sighting")
          .addColumn("id", "integer", (column) => column.primaryKey())
          .addColumn("project_id", "integer", (column) => column.notNull())
          .addColumn("seen_on", "date", (column) => column.notNull())
          .addColumn("species", "varchar(200)", (column) => column.notNull())
          .addColumn("individuals", "integer")
          .execute();
        await db.schema.createIndex("sighting_project").on("sighting").columns(["project_id", "id"]).execute();
      },
    },
  }),
};

const db = connect();
try {
  await migrate(db, exportStoreMigrations(), "vasculum_migration");
  await migrate(db, sightings, "app_migration");
  console.log("The tables are up to date.");
} finally {
  await db.destroy();
}

/** Each set of migrations has a table of its own, so that neither knows the other's. */
async function migrate(to: Kysely<Tables>, provider: MigrationProvider, table: string): Promise<void> {
  const names = { migrationTableName: table, migrationLockTableName: `${table}_lock` };
  const { error } = await new Migrator({ db: to, provider, ...names }).migrateToLatest();
  if (error !== undefined) throw error;
}
