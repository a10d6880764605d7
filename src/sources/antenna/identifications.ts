import { sql } from "kysely";
import type { Identification, Named, Person, Taxon } from "../../occurrences/model/occurrence.js";
import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import { idOf, type Text } from "./antenna-values.js";
import type { Found } from "./lookup.js";
import { packedRows, type RelatedStatement, type UnpackedRows } from "./packed-rows.js";
import type { AddMembers, Relation, RelationReader } from "./relation.js";

interface IdentificationRow {
  readonly id: string;
  readonly taxonId: Text;
  readonly withdrawn: boolean;
  readonly comment: string;
  readonly createdAt: string;
  readonly userId: Text;
  readonly algorithmId: Text;
  readonly otherId: Text;
  /** Of the occurrence's identifications the newest that is not withdrawn, then that with the highest id. */
  readonly best: boolean;
}

/**
 * Reads the identifications of an occurrence by one statement: every one, withdrawn ones included, by id; the best one, and how many
 * people took part.
 *
 * What was agreed with is looked up for each of them: as a join, the database makes a table of all identifications for every page.
 */
export function identificationsWith(needs: ReadonlySet<OccurrenceNeed>): Relation {
  return async (reader, occurrenceIds) => {
    const given = await packedRows(reader.run, statement(occurrenceIds));
    return { bytes: given.bytes, open: (ids) => membersOf(reader, { needs, rows: given.unpack(ids) }) };
  };
}

async function membersOf(
  reader: RelationReader,
  { needs, rows }: { readonly needs: ReadonlySet<OccurrenceNeed>; readonly rows: UnpackedRows<IdentificationRow> },
): Promise<AddMembers> {
  const identification = await identificationReader(reader, rows.all);
  return (occurrence, id) => {
    const own = rows.of(id);
    if (needs.has("identificationFacts")) {
      const standing = own.filter((row) => !row.withdrawn);
      const best = standing.find((row) => row.best);
      occurrence.bestIdentification = best === undefined ? null : identification(best);
      occurrence.participantCount = new Set(standing.flatMap((row) => row.userId ?? [])).size;
    }
    if (needs.has("identifications")) occurrence.identifications = own.map(identification);
  };
}

function statement(occurrenceIds: readonly string[]): RelatedStatement<IdentificationRow> {
  return {
    owner: sql`i.occurrence_id`,
    columns: {
      id: sql`i.id::text`,
      taxonId: sql`i.taxon_id::text`,
      withdrawn: sql`i.withdrawn`,
      comment: sql`i.comment`,
      createdAt: sql`i.created_at`,
      userId: sql`i.user_id::text`,
      algorithmId: sql`(select s.algorithm_id::text from main_classification s where s.id = i.agreed_with_prediction_id)`,
      otherId: sql`(select other.user_id::text from main_identification other where other.id = i.agreed_with_identification_id)`,
      best: sql`not i.withdrawn and i.place = 1`,
    },
    from: sql`(
      select i.*, row_number() over (partition by i.occurrence_id order by i.withdrawn, i.created_at desc, i.id desc) as place
      from main_identification i
      where i.occurrence_id = any(${occurrenceIds}::bigint[])) i`,
    orderBy: sql`i.occurrence_id, i.id`,
  };
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
    withdrawn: row.withdrawn,
    comment: row.comment,
    createdAt: row.createdAt,
    agreedWithAlgorithm: found.algorithm(row.algorithmId),
    agreedWithUser: found.user(row.otherId),
  };
}
