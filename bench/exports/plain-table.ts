import pg from "pg";

const TEXTS = ["site", "observer", "species", "family", "method", "weather", "habitat", "note"] as const;
const NUMBERS = ["count", "males", "females", "effort", "quality"] as const;
const FLOATS = ["latitude", "longitude", "temperature", "wind"] as const;
const DATES = ["day", "seen_at"] as const;

/** The columns of `record` beside its id. */
export const RECORD_COLUMNS = [...TEXTS, ...NUMBERS, ...FLOATS, ...DATES] as const;

/** A row of `record`: 20 columns, as any host has them. */
export type PlainRecord = { readonly id: number } & {
  readonly [Column in (typeof RECORD_COLUMNS)[number]]: string | number;
};

/** The table and its relation. */
export interface PlainTables {
  readonly record: PlainRecord;
  readonly flag: { readonly id: number; readonly record_id: number; readonly name: string };
}

/** The column that the relation fills. */
export const FLAGS = "flags";

/** Fills an empty database with so many records, and a flag for every second one. */
export async function loadPlainTable(url: string, rows: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  const columns = [
    ...["id integer primary key", ...TEXTS.map((name) => `${name} text`)],
    ...[...NUMBERS.map((name) => `${name} integer`), ...FLOATS.map((name) => `${name} double precision`)],
    ...DATES.map((name) => `${name} text`),
  ];
  const values = [
    ...["n", ...TEXTS.map((name) => `'${name} ' || n % 997`), ...NUMBERS.map((_, index) => `n % ${7 + index}`)],
    ...[...FLOATS.map((_, index) => `n % ${1000 + index} / 8.0`), "'2024-06-' || 10 + n % 20"],
    "'2024-06-' || 10 + n % 20 || 'T22:15:00'",
  ];
  try {
    await pool.query(`create table record (${columns.join(", ")})`);
    await pool.query("create table flag (id integer primary key, record_id integer not null, name text not null)");
    await pool.query(`insert into record select ${values.join(", ")} from generate_series(1, ${rows}) n`);
    await pool.query(`insert into flag select n, 2 * n, 'flag ' || n % 5 from generate_series(1, ${Math.floor(rows / 2)}) n`);
    await pool.query("create index flag_record on flag (record_id)");
    await pool.query("vacuum analyze");
  } finally {
    await pool.end();
  }
}
