import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";
import type { ProjectDefaults } from "../../occurrences/model/occurrence-source.js";
import { bigintOf, idOf, numberOf, scoreColumn, type Text } from "./antenna-values.js";

interface DefaultsRow {
  readonly scoreThreshold: Text;
  /** JSON: a list of `[id, name]`, ids as text. */
  readonly included: string;
  readonly excluded: string;
}

/** The statement that reads a project's default filters; no row when there is none. */
export function selectDefaults(projectId: Id): RawBuilder<DefaultsRow> {
  const taxaOf = (table: string) => sql`(
    select coalesce(json_agg(json_build_array(t.id::text, t.name) order by t.id), '[]')::text
    from ${sql.table(table)} d join main_taxon t on t.id = d.taxon_id where d.project_id = p.id)`;
  return sql<DefaultsRow>`
    select ${scoreColumn("p.default_filters_score_threshold")}::text as "scoreThreshold",
      ${taxaOf("main_project_default_filters_include_taxa")} as "included",
      ${taxaOf("main_project_default_filters_exclude_taxa")} as "excluded"
    from main_project p where p.id = ${bigintOf(projectId)}::bigint`;
}

export function defaultsOf([row]: readonly DefaultsRow[]): ProjectDefaults | null {
  if (row === undefined) return null;
  return {
    scoreThreshold: numberOf(row.scoreThreshold) ?? 0,
    includeTaxa: taxaOf(row.included),
    excludeTaxa: taxaOf(row.excluded),
  };
}

function taxaOf(text: string): ProjectDefaults["includeTaxa"] {
  const taxa: readonly (readonly [id: string, name: string])[] = JSON.parse(text);
  return taxa.map(([id, name]) => ({ id: idOf(id), name }));
}
