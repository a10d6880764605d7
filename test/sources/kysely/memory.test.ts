import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createDatabase } from "../../support/postgres.js";

const CHILD = resolve(import.meta.dirname, "read-all-child.ts");

test("a million rows take no more memory than the first half of them", async () => {
  await using database = await createDatabase();
  const pool = database.pool({ max: 1 });
  await pool.query("create table moth (id int primary key, project int not null, name text not null, place text not null)");
  await pool.query("insert into moth select n, 1, 'moth ' || n, repeat('x', 50) from generate_series(1, 1000000) n");
  await pool.query("analyze moth");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", CHILD, database.url]);
  console.log(stdout.trim());
  const { rows, early, late } = JSON.parse(stdout) as { rows: number; early: number; late: number };
  expect(rows).toBe(1_000_000);
  expect(late).toBeLessThan(early * 1.15);
  expect(late).toBeLessThan(250);
}, 60_000);
