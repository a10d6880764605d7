import { CompiledQuery } from "kysely";
import type { SourceSnapshot } from "./source-snapshot.js";

/** A column of a select on PostgreSQL. */
export interface DeclaredColumn {
  readonly name: string;
  /**
   * The type of its values, or of the elements of its lists, below all domains: `timestamptz`. Empty for a type that is
   * not PostgreSQL's own.
   */
  readonly type: string;
  readonly isList: boolean;
  /** Whether its elements are of a domain, by which drivers do not know a list. */
  readonly ofDomain: boolean;
}

interface TypeRow {
  readonly type: string;
  readonly isList: string;
  readonly ofDomain: string;
}

/**
 * Gives the columns of a select on PostgreSQL, in order. The select is planned, and no row of it is read.
 *
 * @param select - without the host's plugins, which may give columns other names.
 */
export async function declaredColumns(
  snapshot: Pick<SourceSnapshot, "run">,
  { sql, parameters }: CompiledQuery,
): Promise<readonly DeclaredColumn[]> {
  // An outer join with no rows gives one row, whose columns are null and have their types.
  const none = `(select) as one left join (select * from (${sql}) as r limit 0) as c`;
  const run = <Row>(text: string): Promise<readonly Row[]> =>
    snapshot.run<Row>(CompiledQuery.raw(text, [...parameters]));
  // Unlike jsonb, json keeps columns of one name, and their order. `x` alone would be a column of that name.
  const names = await run<{ name: string }>(`
    select json_object_keys(to_json(x.*)) as "name" from (select c.* from ${none} on true) as x`);
  if (names.length === 0) return [];
  const aliases = names.map((_, index) => `c${index}`);
  const types = await run<TypeRow>(
    typesOf(`${none} (${aliases.join()}) on true`, aliases.map((alias) => `pg_typeof(c.${alias})::oid`).join()),
  );
  return types.map(({ type, isList, ofDomain }, index) => ({
    name: names[index]?.name ?? "",
    type,
    isList: isList === "true",
    ofDomain: ofDomain === "true",
  }));
}

/** Follows each type to what it is made of: a domain to its base, which may be a domain again, a list to its elements. */
function typesOf(from: string, oids: string): string {
  return `
    with recursive part (place, depth, oid, list, domain) as (
      select o.place, 0, o.oid, false, false
      from (select array[${oids}] as oids from ${from}) as a, unnest(a.oids) with ordinality as o (oid, place)
      union all
      select p.place, p.depth + 1, case t.typtype when 'd' then t.typbasetype else t.typelem end,
        p.list or t.typtype <> 'd', p.domain or (p.list and t.typtype = 'd')
      from part as p join pg_catalog.pg_type as t on t.oid = p.oid
      where t.typtype = 'd' or exists (select from pg_catalog.pg_type as e where e.oid = t.typelem and e.typarray = t.oid)
    )
    select distinct on (p.place) p.list::text as "isList", p.domain::text as "ofDomain",
      case when t.typnamespace = 'pg_catalog'::regnamespace then t.typname::text else '' end as "type"
    from part as p join pg_catalog.pg_type as t on t.oid = p.oid
    order by p.place, p.depth desc`;
}
