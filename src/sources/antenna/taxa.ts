import { sql } from "kysely";
import type { Taxon } from "../../occurrences/model/occurrence.js";
import { share } from "../../values/shared.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { filled, idOf, type Text } from "./antenna-values.js";

interface TaxonRow {
  readonly id: string;
  readonly name: string;
  readonly rank: string;
  readonly commonName: Text;
  readonly author: string;
  readonly gbifTaxonKey: Text;
  /** `{ "inat_taxon_id": "1", "fieldguide_id": null }`, of these the columns that the database has. */
  readonly otherIds: string;
  /** `[["1", "Animalia", "KINGDOM"], …]` */
  readonly parents: Text;
}

/** Loads taxa by id. Of parents that are no list there are none, and in a list those without an id do not count. */
export async function loadTaxa(
  run: PostgresSnapshot["run"],
  ids: readonly string[],
): Promise<ReadonlyMap<string, Taxon>> {
  const rows = await run(sql<TaxonRow>`
    select t.id::text as "id", t.name, t.rank, t.common_name_en as "commonName", t.author, t.gbif_taxon_key::text as "gbifTaxonKey",
      coalesce((select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(t))
        where key in ('inat_taxon_id', 'fieldguide_id')), '{}')::text as "otherIds",
      (select jsonb_agg(jsonb_build_array(p.taxon ->> 'id', coalesce(p.taxon ->> 'name', ''), coalesce(p.taxon ->> 'rank', '')) order by p.place)
       from jsonb_array_elements(case when jsonb_typeof(t.parents_json) = 'array' then t.parents_json else '[]' end)
         with ordinality as p(taxon, place)
       where p.taxon ->> 'id' is not null)::text as "parents"
    from main_taxon t
    where t.id = any(${ids}::bigint[])`);
  return new Map(rows.map((row) => [row.id, share(taxon(row))]));
}

function taxon(row: TaxonRow): Taxon {
  const parents: readonly (readonly [string, string, string])[] = row.parents === null ? [] : JSON.parse(row.parents);
  return {
    id: idOf(row.id),
    name: row.name,
    rank: row.rank,
    parents: parents.map(([id, name, rank]) => ({ id: idOf(id), name, rank })),
    commonName: filled(row.commonName),
    author: filled(row.author),
    gbifTaxonKey: row.gbifTaxonKey === null ? null : idOf(row.gbifTaxonKey),
    ...otherIds(row),
  };
}

function otherIds(row: TaxonRow): Pick<Taxon, "inatTaxonId" | "fieldguideId"> {
  const { inat_taxon_id: inat, fieldguide_id: fieldguideId }: Readonly<Record<string, Text>> = JSON.parse(row.otherIds);
  return {
    ...(inat === undefined ? {} : { inatTaxonId: inat === null ? null : idOf(inat) }),
    ...(fieldguideId === undefined ? {} : { fieldguideId }),
  };
}
