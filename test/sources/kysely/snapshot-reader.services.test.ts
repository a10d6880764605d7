import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Kysely, MysqlDialect, PostgresDialect } from "kysely";
import { createPool } from "mysql2";
import { expect, test } from "vitest";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";
import { createTestHost } from "../../support/test-host.js";
import { NightlyExporter } from "../../support/nightly-exporter.js";

interface Tables {
  night: { id: number; moths: number };
}

const OPENING = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 10 };

function sourceOf(db: Kysely<Tables>, connect?: () => Kysely<Tables>) {
  return createKyselySource(db, {
    query: (tables) => tables.selectFrom("night").select(["id", "moths"]),
    key: ["id"],
    scope: (query) => query,
    ...(connect === undefined ? {} : { connect }),
  });
}

function postgres(database: TestDatabase, change: (url: URL) => void): Kysely<Tables> {
  const url = new URL(database.url);
  change(url);
  const pool = database.pool({ connectionString: url.href, connectionTimeoutMillis: 500 });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
}

test.each([
  ["an unknown user", "let the host in", (url: URL) => void (url.username = "stranger")],
  ["an unknown database", "database does not exist", (url: URL) => void (url.pathname = "/nowhere")],
  ["a table that does not exist", "lacks a table", () => {}],
])("%s on PostgreSQL is one clear sentence, once", async (_, sentence, change) => {
  await using database = await createDatabase();
  const db = postgres(database, change);
  const fault = { code: "SOURCE_FAILED", retryable: false, message: expect.stringContaining(sentence) };
  await expect(sourceOf(db).open(OPENING)).rejects.toMatchObject(fault);
  await expect(
    createAntennaSource({ db }).projectName?.({ projectId: 1, userId: 1 }, OPENING.signal),
  ).rejects.toMatchObject(fault);
  const host = await createTestHost({
    exporter: class extends NightlyExporter {
      override getSource = () => sourceOf(db) as never;
    },
  });
  const record = await host.createAndRun();
  expect(record).toMatchObject({ status: "failed", error: { ...fault, retryable: false }, job: { attempts: 1 } });
});

test("wrong credentials on MariaDB are one clear sentence, once", async ({ skip }) => {
  skip(MARIADB_ABSENT !== null, `${MARIADB_ABSENT}`);
  await using server = await startMariadb();
  const pool = createPool({
    host: "127.0.0.1",
    port: server.port,
    user: "stranger",
    password: "secret",
    database: "test",
  });
  await using db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) });
  const fault = { code: "SOURCE_FAILED", retryable: false, message: expect.stringContaining("let the host in") };
  await expect(sourceOf(db).open(OPENING)).rejects.toMatchObject(fault);
});

test("a server that accepts and never answers is an error in time, on a connection of the snapshot's own too", async () => {
  await using database = await createDatabase();
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const connect = (): Kysely<Tables> => postgres(database, (url) => void (url.port = `${port}`));
  const fault = { code: "SOURCE_FAILED", retryable: true };
  await expect(sourceOf(connect()).open(OPENING)).rejects.toMatchObject(fault);
  await expect(sourceOf(connect(), connect).open(OPENING)).rejects.toMatchObject(fault);
  silent.close();
});
