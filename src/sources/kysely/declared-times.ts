import { type RawBuilder, sql } from "kysely";
import type { SourceRow } from "./order-key.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** Types of which drivers make a `Date` unless told otherwise, as `pg_typeof` spells them. */
const TIMES = /^(date|timestamp with(out)? time zone)(\[\])?$/;

/**
 * A row with a time without end in each column that PostgreSQL declares as a date, a timestamp or a list of them, whether the rows
 * hold a time there or not: what the driver makes of it, it makes of all of them.
 *
 * @param rows - the select; it is planned, and no row of it is read.
 */
export async function declaredTimes(snapshot: Pick<SourceSnapshot, "run">, rows: RawBuilder<unknown>): Promise<SourceRow> {
  // An outer join with no rows gives one row, whose columns are null and have their types.
  const none = sql`(select) as one left join (${rows} limit 0) as c on true`;
  const names = await snapshot.run(sql<{ name: string }>`
    select jsonb_object_keys(to_jsonb(x)) as "name" from (select c.* from ${none}) as x`);
  const types = names.map(({ name }) => sql`pg_typeof(${sql.id("c", name)})::text as ${sql.id(name)}`);
  const [declared] = await snapshot.run(sql<Readonly<Record<string, string>>>`select ${sql.join(types)} from ${none}`);
  const times = Object.entries(declared ?? {}).filter(([, type]) => TIMES.test(type));
  if (times.length === 0) return {};
  const samples = times.map(([name, type]) => {
    const sample = type.endsWith("[]") ? "{infinity}" : "infinity";
    return sql`${sql.lit(sample)}::${sql.raw(type)} as ${sql.id(name)}`;
  });
  const [row = {}] = await snapshot.run(sql<SourceRow>`select ${sql.join(samples)}`);
  return row;
}
