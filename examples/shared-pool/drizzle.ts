import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import type { Pool } from "pg";

const sighting = pgTable("sighting", {
  id: integer().primaryKey(),
  projectId: integer("project_id"),
  species: text(),
});

export async function withDrizzle(pool: Pool) {
  // #region drizzle
  const orm = drizzle({ client: pool });
  // #endregion
  const count = async () => (await orm.select({ species: sighting.species }).from(sighting)).length;
  return { count, close: async () => undefined };
}
