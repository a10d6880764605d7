// #region formats
import { Agent } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import type { Kysely } from "kysely";
import PgBoss from "pg-boss";
import { createRowExporter, csv, ExportRegistry, ExportService } from "vasculum";
import { createKyselySource, createKyselyStore } from "vasculum/kysely";
import { createPgBossRunner } from "vasculum/pg-boss";
import { createS3Storage } from "vasculum/s3";
import { EXPORTS_AT_ONCE, type Tables } from "./database.js";
import { membersOnly } from "./members.js";

function createRegistry(db: Kysely<Tables>): ExportRegistry {
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom("sighting").select(["id", "day", "species"]),
    key: ["id"], // a UUID: unique, never null, and the index of the scope goes on with it
    scope: (query, { projectId }) => query.where("organisation_id", "=", String(projectId)),
  });
  const columns = (["id", "day", "species"] as const).map((name) => ({
    name,
    value: (row: { readonly id: string; readonly day: string; readonly species: string }) => row[name],
  }));
  const registry = new ExportRegistry();
  registry.register("sightings_csv")(createRowExporter({ source, format: csv(columns) }));
  return registry;
}
// #endregion

// #region service
/** What the web server and each worker have in common. Disposing of it closes the queue. */
export async function openService(db: Kysely<Tables>) {
  const boss = new PgBoss({ connectionString: `${process.env.DATABASE_URL}`, schema: "pgboss", max: 3 });
  boss.on("error", ({ message }) => console.log("pg-boss:", message));
  await boss.start();
  const client = new S3Client({
    region: `${process.env.AWS_REGION}`,
    requestHandler: { httpAgent: new Agent({ keepAlive: true, timeout: 5_000 }) }, // drops idle connections soon
    ...{ endpoint: `${process.env.S3_ENDPOINT}`, forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" },
  });
  const service = new ExportService({
    registry: createRegistry(db),
    store: createKyselyStore({ db, schema: "vasculum" }),
    storage: createS3Storage({ client, bucket: `${process.env.S3_BUCKET}`, prefix: "exports/" }),
    runner: createPgBossRunner({ boss, queue: "exports", concurrency: EXPORTS_AT_ONCE, onError: console.log }),
    authorizer: membersOnly(db),
    projectIdType: "string", // UUIDs
    limits: { activePerUser: 5, rows: 20_000_000, runMs: 2 * 60 * 60 * 1000 },
    retentionMs: 30 * 24 * 60 * 60 * 1000,
    onError: (error, { exportId }) => console.log(`export ${exportId}:`, error.code, error.cause),
  });
  const dispose = async (): Promise<void> => {
    await boss.stop({ graceful: false });
    client.destroy();
  };
  return { service, [Symbol.asyncDispose]: dispose };
}
// #endregion
