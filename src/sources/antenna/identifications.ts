import { type RawBuilder, sql } from "kysely";
import type { Identification, Person, Taxon } from "../../occurrences/model/occurrence.js";
import { idOf, isTrue, named, type Text, timestampOf } from "./antenna-values.js";
import type { Found } from "./lookup.js";
import { grouped, type Relation } from "./relation.js";

interface IdentificationRow {
  readonly occurrenceId: string;
  readonly id: string;
  readonly taxonId: Text;
  readonly withdrawn: string;
  readonly comment: string;
  readonly createdAt: string;
  readonly userId: Text;
  readonly userName: Text;
  readonly userEmail: Text;
  readonly algorithmId: Text;
  readonly algorithmName: Text;
  readonly otherId: Text;
  readonly otherName: Text;
  readonly otherEmail: Text;
  /** Of the occurrence's identifications the newest that is not withdrawn, then that with the highest id. */
  readonly best: string;
}

/** Every identification of an occurrence, withdrawn ones included, by id. */
export const identifications: Relation = async ({ run, taxa }, occurrenceIds) => {
  const rows = await run(select(occurrenceIds));
  const taxon = await taxa.find(rows.map((row) => row.taxonId));
  const rowsOf = grouped(rows, (row) => row.occurrenceId);
  return (id) => ({ identifications: rowsOf(id).map((row) => identification(row, taxon)) });
};

/** The best identification of an occurrence, and how many people took part. */
export const identificationFacts: Relation = async ({ run, taxa }, occurrenceIds) => {
  const rows = (await run(select(occurrenceIds))).filter((row) => !isTrue(row.withdrawn));
  const taxon = await taxa.find(rows.filter((row) => isTrue(row.best)).map((row) => row.taxonId));
  const rowsOf = grouped(rows, (row) => row.occurrenceId);
  return (id) => {
    const best = rowsOf(id).find((row) => isTrue(row.best));
    return {
      bestIdentification: best === undefined ? null : identification(best, taxon),
      participantCount: new Set(rowsOf(id).flatMap((row) => row.userId ?? [])).size,
    };
  };
};

function select(occurrenceIds: readonly string[]): RawBuilder<IdentificationRow> {
  return sql<IdentificationRow>`
    select i.occurrence_id::text as "occurrenceId", i.id::text as "id", i.taxon_id::text as "taxonId", i.withdrawn::text as "withdrawn", i.comment,
      i.created_at::text as "createdAt", u.id::text as "userId", u.name as "userName", u.email as "userEmail",
      a.id::text as "algorithmId", a.name as "algorithmName",
      o.id::text as "otherId", o.name as "otherName", o.email as "otherEmail",
      (not i.withdrawn and 1 = row_number() over (
        partition by i.occurrence_id order by i.withdrawn, i.created_at desc, i.id desc))::text as "best"
    from main_identification i
    left join users_user u on u.id = i.user_id
    left join main_classification s on s.id = i.agreed_with_prediction_id
    left join ml_algorithm a on a.id = s.algorithm_id
    left join main_identification other on other.id = i.agreed_with_identification_id
    left join users_user o on o.id = other.user_id
    where i.occurrence_id = any(${occurrenceIds}::bigint[])
    order by i.id`;
}

function identification(row: IdentificationRow, taxon: Found<Taxon>): Identification {
  return {
    id: idOf(row.id),
    user: person(row.userId, row.userName, row.userEmail),
    taxon: taxon(row.taxonId),
    withdrawn: isTrue(row.withdrawn),
    comment: row.comment,
    createdAt: timestampOf(row.createdAt),
    agreedWithAlgorithm: named(row.algorithmId, row.algorithmName),
    agreedWithUser: person(row.otherId, row.otherName, row.otherEmail),
  };
}

function person(id: Text, name: Text, email: Text): Person | null {
  return id === null ? null : { id: idOf(id), name: name ?? "", email };
}
