import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { createConnection } from "mysql2/promise";
import { expect, test } from "vitest";
import { campaign } from "../../support/campaign.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createDatabase } from "../../support/postgres.js";
import { createSqliteFile } from "../../support/sqlite.js";

const CHILD = resolve(import.meta.dirname, "read-all-child.ts");
/** In so few rows the caches of a database still fill in the second half. */
const { rows: ROWS, growth: GROWTH } = campaign({
  small: { rows: 250_000, growth: 1.35 },
  large: { rows: 1_000_000, growth: 1.15 },
});
const TABLE =
  "create table moth (id int primary key, project int not null, name varchar(200) not null, place varchar(200) not null)";
const COUNTING = `with recursive n as (select 1 as n union all select n + 1 from n where n < ${ROWS})`;

/** A database with so many moths, and where it is. */
interface Moths extends AsyncDisposable {
  readonly address: string;
}

async function onPostgres(): Promise<Moths> {
  const database = await createDatabase();
  const pool = database.pool({ max: 1 });
  await pool.query(TABLE);
  await pool.query(`insert into moth select n, 1, 'moth ' || n, repeat('x', 50) from generate_series(1, ${ROWS}) n`);
  await pool.query("analyze moth");
  return { address: database.url, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

async function onMariadb(): Promise<Moths> {
  const server = await startMariadb();
  const connection = await createConnection({ host: "127.0.0.1", port: server.port, user: "root", database: "test" });
  await connection.query(TABLE);
  await connection.query(`insert into moth select seq, 1, concat('moth ', seq), repeat('x', 50) from seq_1_to_${ROWS}`);
  await connection.end();
  return { address: String(server.port), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function onSqlite(): Promise<Moths> {
  const file = await createSqliteFile();
  const database = file.open();
  database.exec(TABLE);
  database.exec(`insert into moth ${COUNTING} select n, 1, 'moth ' || n, printf('%.50c', 'x') from n`);
  database.close();
  return { address: file.path, [Symbol.asyncDispose]: () => file[Symbol.asyncDispose]() };
}

test.for([
  { kind: "PostgreSQL", absent: null, open: onPostgres },
  { kind: "MariaDB", absent: MARIADB_ABSENT, open: onMariadb },
  { kind: "SQLite", absent: null, open: onSqlite },
])(
  `${ROWS} rows of $kind take no more memory than the first half of them`,
  { timeout: 120_000 },
  async ({ kind, absent, open }, { skip }) => {
    skip(absent !== null, `${absent}`);
    await using moths = await open();
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--import",
      "tsx",
      CHILD,
      kind,
      moths.address,
      String(ROWS / 2),
    ]);
    console.log(kind, stdout.trim());
    const { rows, early, late } = JSON.parse(stdout) as { rows: number; early: number; late: number };
    expect(rows).toBe(ROWS);
    expect(late).toBeLessThan(early * GROWTH);
    expect(late).toBeLessThan(250);
  },
);
