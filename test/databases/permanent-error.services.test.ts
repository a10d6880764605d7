import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import { createPool, type PoolOptions } from "mysql2";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { permanentError } from "../../src/databases/permanent-error.js";
import { MARIADB_ABSENT, type MariadbServer, startMariadb } from "../support/mariadb.js";
import { startPglite } from "../support/pglite.js";
import { type PostgresServer, startPostgresServer } from "../support/postgres-server.js";
import { createSqliteFile } from "../support/sqlite.js";

const CREDENTIALS = /^The database refuses to let the host in: /;
const DATABASE = /^The database does not exist, /;
const RIGHTS = /^The database's user lacks a right: /;
const MISSING = /^The database lacks a table or a column: /;
const VALUE = /^The database refuses a value: /;
const STATEMENT = /^The database does not understand a statement: /;

/** What of the statements below must not come to light. */
const SECRETS = /secret|guest|friend|127|nowhere|captures|taken|42|select|\.db/i;

type Run = (statement: string) => Promise<unknown>;

describe("pg", () => {
  let server: PostgresServer;
  const connectAs =
    (user: string, { password, database = "postgres" }: { password?: string; database?: string } = {}): Run =>
    async (statement) => {
      const client = new pg.Client({
        ...{ host: "127.0.0.1", port: Number(new URL(server.url).port), user, database },
        ...(password === undefined ? {} : { password }),
      });
      try {
        await client.connect();
        await client.query(statement);
      } finally {
        await client.end();
      }
    };

  beforeAll(async () => {
    server = await startPostgresServer();
    const admin = connectAs("postgres");
    await admin("create role guest login password 'right secret'");
    await admin("create role friend login");
    await admin("create table captures (id int primary key)");
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const [{ hba_file: file }] = (await client.query("show hba_file")).rows;
    const rules = [
      "host all guest 127.0.0.1/32 scram-sha-256",
      "host all stranger 127.0.0.1/32 reject",
      "host all all 127.0.0.1/32 trust",
    ];
    await client.query(`copy (select unnest(array['${rules.join("','")}'])) to '${file}'`);
    await client.query("select pg_reload_conf()");
    await client.end();
    await vi.waitFor(async () => expect(await sentenceOf(connectAs("guest")("select 1"))).not.toBe("no error"));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("a wrong password, none, an unknown role and one that the server keeps out", async () => {
    expect(await sentenceOf(connectAs("guest", { password: "right secret" })("select 1"))).toBe("no error");
    expect(await sentenceOf(connectAs("guest", { password: "wrong secret" })("select 1"))).toMatch(CREDENTIALS);
    expect(await sentenceOf(connectAs("guest")("select 1"))).toMatch(CREDENTIALS);
    expect(await sentenceOf(connectAs("nobody")("select 1"))).toMatch(CREDENTIALS);
    expect(await sentenceOf(connectAs("stranger")("select 1"))).toMatch(CREDENTIALS);
  });

  test("an unknown database", async () => {
    expect(await sentenceOf(connectAs("postgres", { database: "nowhere" })("select 1"))).toMatch(DATABASE);
  });

  test("a missing right, table, column or schema, and statements that are not understood", async () => {
    await misunderstands(connectAs("postgres"));
    expect(await sentenceOf(connectAs("friend")("select * from captures"))).toMatch(RIGHTS);
    expect(await sentenceOf(connectAs("postgres")("create table nowhere.captures ()"))).toMatch(MISSING);
  });

  test("a value that is malformed, out of range or too long", () => refusesValues(connectAs("postgres")));

  test("errors that pass: a refused connection, a deadline, an existing row, a server that ended the session", async () => {
    const run = connectAs("postgres");
    expect(await sentenceOf(new pg.Client({ host: "localhost", port: 1 }).connect())).toBe(null);
    expect(await sentenceOf(run("set statement_timeout = 20; select pg_sleep(5)"))).toBe(null);
    expect(await sentenceOf(run("insert into captures values (1), (1)"))).toBe(null);
    expect(await sentenceOf(run("select pg_terminate_backend(pg_backend_pid())"))).toBe(null);
  });
});

test("PGlite", async () => {
  const pglite = await startPglite();
  await pglite.exec("create table captures (id int primary key); create role friend");
  await misunderstands((statement) => pglite.query(statement));
  await refusesValues((statement) => pglite.query(statement));
  expect(await sentenceOf(pglite.exec("set role friend; select * from captures"))).toMatch(RIGHTS);
  await pglite.close();
});

describe.skipIf(MARIADB_ABSENT !== null)("mysql2 on MariaDB", () => {
  let server: MariadbServer;
  const connectAs =
    (options: PoolOptions): Run =>
    async (statement) => {
      const pool = createPool({ ...{ host: "127.0.0.1", port: server.port, database: "own" }, ...options }).promise();
      try {
        return await pool.query(statement);
      } finally {
        await pool.end();
      }
    };

  beforeAll(async () => {
    server = await startMariadb();
    const admin = connectAs({ user: "root", database: "test" });
    const statements = [
      ...["create database own", "create table own.captures (id int primary key, taken int)"],
      ...[
        "create user guest identified by 'right secret'",
        "create user friend",
        "grant select (id) on own.captures to friend",
      ],
    ];
    for (const statement of statements) await admin(statement);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("a wrong password, none, and an unknown user", async () => {
    for (const options of [{ user: "guest", password: "wrong secret" }, { user: "guest" }, { user: "nobody" }]) {
      expect(await sentenceOf(connectAs(options)("select 1"))).toMatch(CREDENTIALS);
    }
  });

  test("an unknown database, one that the user may not enter, and none", async () => {
    expect(await sentenceOf(connectAs({ user: "root", database: "nowhere" })("select 1"))).toMatch(DATABASE);
    expect(
      await sentenceOf(connectAs({ user: "guest", password: "right secret", database: "mysql" })("select 1")),
    ).toMatch(DATABASE);
    expect(await sentenceOf(connectAs({ user: "root", database: "" })("select * from captures"))).toMatch(DATABASE);
  });

  test("a missing right, table or column, and statements that are not understood", async () => {
    await misunderstands(connectAs({ user: "root" }));
    expect(await sentenceOf(connectAs({ user: "friend" })("delete from captures"))).toMatch(RIGHTS);
    expect(await sentenceOf(connectAs({ user: "friend" })("select taken from captures"))).toMatch(RIGHTS);
    expect(await sentenceOf(connectAs({ user: "friend" })("set global max_connections = 42"))).toMatch(RIGHTS);
  });

  test("a value that is malformed, out of range or too long", async () => {
    const run = connectAs({ user: "root" });
    expect(await sentenceOf(run("insert into captures (id) values ('secret')"))).toMatch(VALUE);
    expect(await sentenceOf(run("insert into captures (id) values (42000000000)"))).toMatch(VALUE);
    expect(await sentenceOf(run("select 9223372036854775807 + 42"))).toMatch(VALUE);
  });

  test("errors that pass: a refused connection, a deadline, an existing row, a server that ended the session", async () => {
    const run = connectAs({ user: "root" });
    expect(await sentenceOf(connectAs({ user: "root", port: 1 })("select 1"))).toBe(null);
    expect(await sentenceOf(run("set statement max_statement_time = 0.02 for select sleep(5)"))).toBe(null);
    expect(await sentenceOf(run("insert into captures (id) values (1), (1)"))).toBe(null);
    expect(await sentenceOf(run("kill connection_id()"))).toBe(null);
  });
});

describe("libsql", () => {
  const on =
    (database: Database.Database): Run =>
    async (statement) =>
      database.prepare(statement).all();

  test("a missing table or column, and statements that are not understood", async () => {
    const database = new Database(":memory:");
    database.exec("create table captures (id integer primary key)");
    await misunderstands(on(database));
    expect(await sentenceOf(on(database)("insert into captures (taken) values (42)"))).toMatch(MISSING);
    expect(await sentenceOf(on(database)("insert into captures values ('secret')"))).toMatch(VALUE);
    expect(await sentenceOf(on(database)("insert into captures values (1), (1)"))).toBe(null);
    database.close();
  });

  test("a database that may only be read, one that is locked, a file that is no database, and one that cannot be opened", async () => {
    await using file = await createSqliteFile();
    const [one, other] = [file.open(), file.open()];
    one.exec("create table captures (id integer primary key); pragma query_only = 1");
    expect(await sentenceOf(on(one)("insert into captures values (1)"))).toMatch(/^The database is read-only: /);
    one.exec("pragma query_only = 0; pragma busy_timeout = 0; begin immediate");
    other.exec("pragma busy_timeout = 0");
    expect(await sentenceOf(on(other)("insert into captures values (1)"))).toBe(null);
    one.exec("rollback");
    one.close();
    other.close();
    const noDatabase = join(file.path, "..", "notes.txt");
    await writeFile(noDatabase, "x".repeat(4_096));
    expect(await sentenceOf(on(new Database(noDatabase))("select * from captures"))).toMatch(/^The database's file /);
    expect(await sentenceOf(Promise.resolve().then(() => new Database(join(file.path, "nowhere.db"))))).toMatch(
      /^The database's file /,
    );
  });
});

test("it is found behind causes and among others, and a circle of causes ends", async () => {
  const client = new pg.Client({ host: "localhost", port: 1 });
  const refused: unknown = await client.connect().catch((error: unknown) => error);
  const database = new Database(":memory:");
  const missing: unknown = await Promise.resolve()
    .then(() => database.prepare("select * from captures"))
    .catch((error: unknown) => error);
  expect(permanentError(new TypeError("wrapped", { cause: new AggregateError([refused, missing]) }))).toMatch(MISSING);
  const circle = new TypeError("circle");
  circle.cause = new AggregateError([circle, refused]);
  expect(permanentError(circle)).toBe(null);
  for (const other of [undefined, null, "42P01", { code: "42P01" }, new TypeError("42P01")])
    expect(permanentError(other)).toBe(null);
});

async function misunderstands(run: Run): Promise<void> {
  expect(await sentenceOf(run("select * from nowhere"))).toMatch(MISSING);
  expect(await sentenceOf(run("select nowhere from captures"))).toMatch(MISSING);
  expect(await sentenceOf(run("selec 42"))).toMatch(STATEMENT);
  expect(await sentenceOf(run("select nowhere(42)"))).toMatch(STATEMENT);
}

async function refusesValues(run: Run): Promise<void> {
  expect(await sentenceOf(run("select 'secret'::int"))).toMatch(VALUE);
  expect(await sentenceOf(run("select 42000000000::int"))).toMatch(VALUE);
  expect(await sentenceOf(run("select 42 / 0"))).toMatch(VALUE);
  expect(await sentenceOf(run("select '\\x'::bytea || decode('4', 'hex')"))).toMatch(VALUE);
}

async function sentenceOf(attempt: Promise<unknown>): Promise<string | null> {
  return await attempt.then(
    () => "no error",
    (error: unknown) => {
      const sentence = permanentError(error);
      expect(sentence ?? "").not.toMatch(SECRETS);
      return sentence;
    },
  );
}

// cspell:ignore selec
