/** Creates the store's tables or brings them up to date: a step of every deployment, before the new version starts. */
// #region migrate
import { Migrator } from "kysely"; // Kysely 0.29: from "kysely/migration"
import { exportStoreMigrations } from "vasculum/kysely";
import { connect } from "./database.js";

const db = connect();
await db.schema.createSchema("vasculum").ifNotExists().execute();
const { error } = await new Migrator({
  db,
  provider: exportStoreMigrations({ schema: "vasculum" }),
  migrationTableSchema: "vasculum",
  migrationTableName: "migration", // apart from the migrations of your own tables
  migrationLockTableName: "migration_lock",
}).migrateToLatest();
await db.destroy();
if (error !== undefined) throw error;
// #endregion
