/** One pool of pg, shared by Kysely and by the library that an application has: Drizzle, Knex, TypeORM or Prisma. */
import "reflect-metadata";
import assert from "node:assert/strict";
import { sql } from "kysely";
import { createRowExporter, csv, ExportRegistry } from "vasculum";
import { createKyselySource } from "vasculum/kysely";
import { startPostgresServer } from "../../test/support/postgres-server.js";
import { createTestService } from "../test-service.js";
import { withDrizzle } from "./drizzle.js";
import { withKnex } from "./knex.js";
import { createPool } from "./pool.js";
import { withPrisma } from "./prisma.js";
import { withTypeOrm } from "./typeorm.js";

await using postgres = await startPostgresServer();
const setUp = createPool(postgres.url);
await sql`create table sighting (id int primary key, project_id int, species text)`.execute(setUp.db);
await sql`insert into sighting values (1, 1, 'Aglais io'), (2, 2, 'Pieris rapae')`.execute(setUp.db);

for (const withLibrary of [withDrizzle, withKnex, withTypeOrm, withPrisma]) {
  const { pool, db } = createPool(postgres.url);
  const library = await withLibrary(pool);
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom("sighting").select(["id", "species"]),
    key: ["id"],
    scope: (query, { projectId }) => query.where("project_id", "=", Number(projectId)),
  });
  const registry = new ExportRegistry();
  const columns = csv([{ name: "species", value: ({ species }: { readonly species: string }) => species }]);
  registry.register("sightings")(createRowExporter({ source, format: columns }));
  const { exportText } = createTestService(registry);

  assert.equal(await library.count(), 2);
  assert.equal((await exportText({ project: 1, format: "sightings" })).text, "species\r\nAglais io\r\n");

  // Both go on when the server ends every connection of the pool, as it does when it starts again.
  const others = sql`pid <> pg_backend_pid() and backend_type = 'client backend'`;
  const ended = await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${others}`.execute(
    setUp.db,
  );
  assert.notEqual(ended.rows.length, 0);
  assert.equal((await exportText({ project: 1, format: "sightings" })).text, "species\r\nAglais io\r\n");
  assert.equal(await library.count(), 2);

  await library.close();
  assert.equal(pool.ended, withLibrary === withTypeOrm);
  if (!pool.ended) await pool.end();
}
await setUp.db.destroy();
