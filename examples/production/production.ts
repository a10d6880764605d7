/** Exports in production: PostgreSQL, a bucket, a queue, a web server behind a proxy, and two workers. Here all in one process. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";
import { sql } from "kysely";
import { freePort } from "../../test/support/free-port.js";
import { startPostgresServer } from "../../test/support/postgres-server.js";
import { connect } from "./database.js";

await using postgres = await startPostgresServer();
const bucket = buildApp({ logger: false });
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  PORT: `${await freePort()}`,
  PUBLIC_URL: "https://exports.example.org",
  S3_ENDPOINT: await bucket.listen({ host: "127.0.0.1", port: 0 }),
  S3_BUCKET: "biodiversity",
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "example",
  AWS_SECRET_ACCESS_KEY: "example",
});
const client = new S3Client({ region: "us-east-1", endpoint: `${process.env.S3_ENDPOINT}`, forcePathStyle: true });
await client.send(new CreateBucketCommand({ Bucket: "biodiversity" }));
client.destroy();

const CLUB = "0b0e7a52-6b62-4c0f-9f0e-0a8b5a6d3c01";
const db = connect();
await sql
  .raw(
    `create table member (id uuid primary key, name text, token text unique, organisation_id uuid);
     create table sighting (id uuid primary key, organisation_id uuid, day date, species text);
     create index on sighting (organisation_id, id);
     insert into member values (gen_random_uuid(), 'Rosalind', 'rosalind', '${CLUB}'), (gen_random_uuid(), 'Otto', 'otto', gen_random_uuid());
     insert into sighting values
       ('30000000-0000-4000-8000-000000000001', '${CLUB}', '2024-06-18', 'Aglais io'),
       ('30000000-0000-4000-8000-000000000002', gen_random_uuid(), '2024-07-02', 'Pieris rapae');`,
  )
  .execute(db);
await db.destroy();

await import("./migrate.js");
const programs = [import("./web.js"), import("./worker.js")];
const local = `http://127.0.0.1:${process.env.PORT}`;
const send = async (path: string, token: string, body?: object): Promise<Response> => {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const init = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
  for (;;) {
    const response = await fetch(`${local}${path}`, init).catch(() => null); // refused until the server listens
    if (response !== null) return response;
    await delay(20);
  }
};

assert.equal(await (await send("/health", "")).text(), "[]");
const wanted = { project: CLUB, format: "sightings_csv" };
assert.equal((await send("/api/v2/exports/", "otto", wanted)).status, 404);
const created = await send("/api/v2/exports/", "rosalind", wanted);
assert.equal(created.headers.get("location"), "https://exports.example.org/api/v2/exports/1/");
for (let status = "pending"; status !== "succeeded"; await delay(20)) {
  ({ status } = (await (await send("/api/v2/exports/1/", "rosalind")).json()) as { status: string });
  assert.notEqual(status, "failed");
}
const file = await (await send("/api/v2/exports/1/download/", "rosalind")).text(); // by way of the bucket's link
assert.equal(file, "id,day,species\r\n30000000-0000-4000-8000-000000000001,2024-06-18,Aglais io\r\n");
assert.deepEqual(await (await send("/metrics", "")).json(), {
  pending: 0,
  running: 0,
  oldestPendingMs: null,
  failures: {},
});

process.emit("SIGTERM", "SIGTERM");
await Promise.all(programs);
await bucket.close();
