import knex from "knex";
import type { Pool } from "pg";

export async function withKnex(pool: Pool) {
  // #region knex
  const query = knex({ client: "pg", connectionPool: pool });
  // #endregion
  const count = async () => (await query("sighting").select("species")).length;
  return { count, close: async () => await query.destroy() };
}
