import pg, { type Pool } from "pg";
import { DataSource } from "typeorm";

export async function withTypeOrm(pool: Pool) {
  // #region typeorm
  // TypeORM makes its pool by `new driver.Pool(…)`, which gives it this one. Its `destroy()` ends the pool.
  const driver = {
    ...pg,
    Pool: function () {
      return pool;
    },
  };
  const dataSource = new DataSource({ type: "postgres", driver });
  await dataSource.initialize();
  // #endregion
  const count = async () => (await dataSource.query<unknown[]>("select species from sighting")).length;
  return { count, close: async () => await dataSource.destroy() };
}
