import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";

export async function withPrisma(pool: Pool) {
  // #region prisma
  const adapter = new PrismaPg(pool); // for `new PrismaClient({ adapter })`
  // #endregion
  const queries = await adapter.connect();
  const sql = "select species from sighting";
  const count = async () => (await queries.queryRaw({ sql, args: [], argTypes: [] })).rows.length;
  return { count, close: async () => await queries.dispose() };
}
