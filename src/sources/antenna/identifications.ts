import { type RawBuilder, sql } from "kysely";
import type { Identification, Named, Person, Taxon } from "../../occurrences/model/occurrence.js";
import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import { idOf, isTrue, type Text, timestampOf } from "./antenna-values.js";
import type { Found } from "./lookup.js";
import { grouped, type Relation, type RelationReader } from "./relation.js";

interface IdentificationRow {
  readonly occurrenceId: string;
  readonly id: string;
  readonly taxonId: Text;
  readonly withdrawn: string;
  readonly comment: string;
  readonly createdAt: string;
  readonly userId: Text;
  readonly algorithmId: Text;
  readonly otherId: Text;
  /** Of the occurrence's identifications the newest that is not withdrawn, then that with the highest id. */
  readonly best: string;
}

/**
 * Reads the identifications of an occurrence by one statement: every one, withdrawn ones included, by id; the best one, and how many
 * people took part.
 */
export function identificationsWith(needs: ReadonlySet<OccurrenceNeed>): Relation {
  return async (reader, occurrenceIds) => {
    const rows = await reader.run(select(occurrenceIds));
    const identification = await identificationReader(reader, rows);
    const rowsOf = grouped(rows, (row) => row.occurrenceId);
    const facts = (own: readonly IdentificationRow[]) => {
      const standing = own.filter((row) => !isTrue(row.withdrawn));
      const best = standing.find((row) => isTrue(row.best));
      return {
        bestIdentification: best === undefined ? null : identification(best),
        participantCount: new Set(standing.flatMap((row) => row.userId ?? [])).size,
      };
    };
    return (id) => ({
      ...(needs.has("identificationFacts") ? facts(rowsOf(id)) : {}),
      ...(needs.has("identifications") ? { identifications: rowsOf(id).map(identification) } : {}),
    });
  };
}

function select(occurrenceIds: readonly string[]): RawBuilder<IdentificationRow> {
  return sql<IdentificationRow>`
    select i.occurrence_id::text as "occurrenceId", i.id::text as "id", i.taxon_id::text as "taxonId", i.withdrawn::text as "withdrawn", i.comment,
      i.created_at::text as "createdAt", i.user_id::text as "userId", s.algorithm_id::text as "algorithmId",
      other.user_id::text as "otherId",
      (not i.withdrawn and 1 = row_number() over (
        partition by i.occurrence_id order by i.withdrawn, i.created_at desc, i.id desc))::text as "best"
    from main_identification i
    left join main_classification s on s.id = i.agreed_with_prediction_id
    left join main_identification other on other.id = i.agreed_with_identification_id
    where i.occurrence_id = any(${occurrenceIds}::bigint[])
    order by i.id`;
}

async function identificationReader(
  { taxa, algorithms, users }: Pick<RelationReader, "taxa" | "algorithms" | "users">,
  rows: readonly IdentificationRow[],
): Promise<(row: IdentificationRow) => Identification> {
  const [taxon, algorithm, user] = await Promise.all([
    taxa.find(rows.map(({ taxonId }) => taxonId)),
    algorithms.find(rows.map(({ algorithmId }) => algorithmId)),
    users.find(rows.flatMap(({ userId, otherId }) => [userId, otherId])),
  ]);
  return (row) => identificationOf(row, { taxon, algorithm, user });
}

function identificationOf(
  row: IdentificationRow,
  found: { readonly taxon: Found<Taxon>; readonly algorithm: Found<Named>; readonly user: Found<Person> },
): Identification {
  return {
    id: idOf(row.id),
    user: found.user(row.userId),
    taxon: found.taxon(row.taxonId),
    withdrawn: isTrue(row.withdrawn),
    comment: row.comment,
    createdAt: timestampOf(row.createdAt),
    agreedWithAlgorithm: found.algorithm(row.algorithmId),
    agreedWithUser: found.user(row.otherId),
  };
}
