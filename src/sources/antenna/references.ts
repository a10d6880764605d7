import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";
import { eventLabel } from "../../occurrences/model/event-label.js";
import type { Reference, ReferenceKind } from "../../occurrences/model/occurrence-source.js";
import { bigintOf, idOf, type Text, timestampOf } from "./antenna-values.js";

/** The row of an id; an event has no name but its dates. */
interface ReferenceRow {
  readonly id: string;
  readonly name: Text;
  readonly start: Text;
  readonly end: Text;
  /** Null when it belongs to all projects. */
  readonly projectIds: Text;
}

const named = (
  from: RawBuilder<unknown>,
  projectIds: RawBuilder<unknown>,
  name: RawBuilder<unknown> = sql`name`,
): RawBuilder<ReferenceRow> =>
  sql`select id::text as "id", ${name}, null as "start", null as "end", ${projectIds}::text as "projectIds" from ${from} r`;

const OWN_PROJECT = sql`to_json(array_remove(array[project_id::text], null))`;

const SELECTS: { readonly [K in ReferenceKind]: RawBuilder<ReferenceRow> } = {
  project: named(sql`main_project`, sql`json_build_array(id::text)`),
  collection: named(sql`main_sourceimagecollection`, OWN_PROJECT),
  taxa_list: named(
    sql`main_taxalist`,
    sql`(select json_agg(project_id::text order by project_id) from main_taxalist_projects p where p.taxalist_id = r.id)`,
  ),
  taxon: named(sql`main_taxon`, sql`null`),
  algorithm: named(sql`ml_algorithm`, sql`null`),
  deployment: named(sql`main_deployment`, OWN_PROJECT),
  site: named(sql`main_site`, OWN_PROJECT),
  capture: named(sql`main_sourceimage`, OWN_PROJECT, sql`path as name`),
  // What deployments have; their table may have no such column.
  device: named(
    sql`(
      select (to_jsonb(p) ->> 'device_id')::bigint as id, json_agg(distinct p.project_id::text) as project_ids
      from main_deployment p
      where to_jsonb(p) ->> 'device_id' is not null and p.project_id is not null
      group by 1)`,
    sql`project_ids`,
    sql`'' as name`,
  ),
  event: sql`
    select id::text as "id", null as name, "start"::text as "start", "end"::text as "end", ${OWN_PROJECT}::text as "projectIds"
    from main_event r`,
};

/** The statement that finds what there is under some ids; an id that cannot be one of the database finds nothing. */
export function selectReferences(kind: ReferenceKind, ids: readonly Id[]): RawBuilder<ReferenceRow> {
  return sql`${SELECTS[kind]} where id = any(${ids.flatMap((id) => bigintOf(id) ?? [])}::bigint[])`;
}

/** Returns the references that were found, under the ids as they were asked for. */
export function referencesById(ids: readonly Id[], rows: readonly ReferenceRow[]): ReadonlyMap<Id, Reference> {
  const found = new Map(rows.map((row) => [row.id, reference(row)]));
  const entries = ids.flatMap((id) => {
    const one = found.get(String(id));
    return one === undefined ? [] : [[id, one] as const];
  });
  return new Map(entries);
}

function reference(row: ReferenceRow): Reference {
  const projectIds: readonly string[] | null = row.projectIds === null ? null : JSON.parse(row.projectIds);
  return {
    id: idOf(row.id),
    name: row.start === null ? (row.name ?? "") : eventLabel({ start: row.start, end: timestampOf(row.end) }),
    projectIds: projectIds?.map(idOf) ?? null,
  };
}
