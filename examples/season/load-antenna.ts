import { readFile } from "node:fs/promises";
import type { JsonValue } from "../../src/contracts/json.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";
import { antennaTables } from "./antenna-tables.js";

/** Runs one SQL statement on a PostgreSQL database: `(sql, parameters) => pool.query(sql, [...parameters])`, say. */
export type Execute = (sql: string, parameters: readonly string[]) => PromiseLike<unknown>;

const ROWS_PER_INSERT = 5000;

/** Creates the part of Antenna's schema that exports read, where it is missing. */
export async function createAntennaSchema(execute: Execute): Promise<void> {
  const schema = await readFile(new URL("./antenna-schema.sql", import.meta.url), "utf8");
  for (const statement of schema.split(/;\s*\n/)) if (statement.trim() !== "") await execute(statement, []);
}

/** Creates Antenna's schema and puts a dataset into it. The dataset's ids must be numbers, and its users have addresses of their own. */
export async function loadAntenna(execute: Execute, dataset: OccurrenceDataset): Promise<void> {
  await createAntennaSchema(execute);
  await insertAntenna(execute, dataset);
}

/** Adds a dataset's rows to an Antenna schema that is there; its rows may point at rows put there before. */
export async function insertAntenna(execute: Execute, dataset: OccurrenceDataset): Promise<void> {
  for (const [table, rows] of antennaTables(dataset)) {
    for (let from = 0; from < rows.length; from += ROWS_PER_INSERT)
      await insert(execute, table, rows.slice(from, from + ROWS_PER_INSERT));
    if (rows.length > 0)
      await execute(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`, []);
  }
}

/** One parameter for all rows: PostgreSQL reads them out of JSON by the table's own column types. JSON itself has no NaN. */
async function insert(
  execute: Execute,
  table: string,
  rows: readonly Readonly<Record<string, JsonValue>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((column) => `"${column}"`)
    .join(", ");
  await execute(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::text::jsonb)`,
    [JSON.stringify(rows, (_key, value: unknown) => (Number.isNaN(value) ? "NaN" : value))],
  );
}
