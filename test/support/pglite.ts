import { PGlite } from "@electric-sql/pglite";

/** Starts an empty PostgreSQL inside this process, in memory; takes several seconds. */
export async function startPglite(): Promise<PGlite> {
  return await PGlite.create();
}
