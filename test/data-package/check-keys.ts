import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TableSchema } from "./check-table.js";

/** What DuckDB finds of keys that repeat and of foreign keys that point at nothing: `observations.mediaID: 1 orphans`. */
export async function checkKeys(
  files: ReadonlyMap<string, string>,
  schemas: Readonly<Record<string, TableSchema>>,
): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const count = async (sql: string) => Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0]);
  const issues: string[] = [];
  try {
    for (const name of Object.keys(schemas)) {
      const path = join(directory, `${name}.csv`);
      await writeFile(path, files.get(`${name}.csv`) ?? "");
      await connection.run(
        `CREATE TABLE "${name}" AS FROM read_csv('${path}', header=true, all_varchar=true, quote='"', delim=',')`,
      );
    }
    for (const [name, { primaryKey, foreignKeys = [] }] of Object.entries(schemas)) {
      const repeated = `SELECT count(*) - count(DISTINCT "${primaryKey}") FROM "${name}"`;
      const repeats = primaryKey === undefined ? 0 : await count(repeated);
      if (repeats > 0) issues.push(`${name}.${primaryKey}: ${repeats} repeats`);
      for (const { fields, reference } of foreignKeys) {
        const other = reference.resource === "" ? name : reference.resource;
        if (!(other in schemas)) continue;
        const orphaned = `SELECT count(*) FROM "${name}" WHERE "${fields}" <> '' AND "${fields}" NOT IN (SELECT "${reference.fields}" FROM "${other}" WHERE "${reference.fields}" IS NOT NULL)`;
        const orphans = await count(orphaned);
        if (orphans > 0) issues.push(`${name}.${fields}: ${orphans} orphans`);
      }
    }
    return issues;
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(directory, { recursive: true });
  }
}
