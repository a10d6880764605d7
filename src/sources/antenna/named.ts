import { sql } from "kysely";
import type { Named, Person } from "../../occurrences/model/occurrence.js";
import { share } from "../../values/shared.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, type Text } from "./antenna-values.js";

type Run = PostgresSnapshot["run"];

/** Loads algorithms by id. */
export async function loadAlgorithms(run: Run, ids: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const rows = await run(sql<{ readonly id: string; readonly name: Text }>`
    select id::text as "id", name
    from ml_algorithm
    where id = any(${ids}::bigint[])`);
  return new Map(rows.map(({ id, name }) => [id, share({ id: idOf(id), name: name ?? "" })]));
}

/** Loads users by id. */
export async function loadUsers(run: Run, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const rows = await run(sql<{ readonly id: string; readonly name: Text; readonly email: Text }>`
    select id::text as "id", name, email
    from users_user
    where id = any(${ids}::bigint[])`);
  return new Map(rows.map(({ id, name, email }) => [id, share({ id: idOf(id), name: name ?? "", email })]));
}
