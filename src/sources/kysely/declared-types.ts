import { CompiledQuery } from "kysely";
import type { SourceSnapshot } from "./source-snapshot.js";

/**
 * The types of a select's columns on PostgreSQL, by name, as `format_type` spells them: of a domain the type below it, as drivers see it.
 *
 * @param select - it is planned, and no row of it is read. Of two columns with one name the last counts, as in a row.
 */
export async function declaredTypes(
  snapshot: Pick<SourceSnapshot, "run">,
  { sql, parameters }: CompiledQuery,
): Promise<ReadonlyMap<string, string>> {
  // An outer join with no rows gives one row, whose columns are null and have their types.
  const none = `(select) as one left join (select * from (${sql}) as r limit 0) as c`;
  const run = <Row>(text: string): Promise<readonly Row[]> => snapshot.run<Row>(CompiledQuery.raw(text, [...parameters]));
  // Unlike jsonb, json keeps columns of one name, and their order.
  const names = await run<{ name: string }>(`
    select json_object_keys(to_json(x)) as "name" from (select c.* from ${none} on true) as x`);
  const types = names.map(({ name }, index) => `
    (select format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) from pg_type as t where t.oid = pg_typeof(c.c${index}))
    as "${name.replaceAll('"', '""')}"`);
  const columns = names.map((_, index) => `c${index}`);
  const [declared = {}] = await run<Readonly<Record<string, string>>>(`select ${types.join()} from ${none} (${columns.join()}) on true`);
  return new Map(Object.entries(declared));
}
