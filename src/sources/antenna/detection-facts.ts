import { sql } from "kysely";
import { type Text, timestampOf } from "./antenna-values.js";
import type { Relation } from "./relation.js";

interface FactsRow {
  readonly occurrenceId: string;
  readonly count: string;
  readonly first: Text;
  readonly last: Text;
}

/** How many detections an occurrence has, and when the first and the last were taken. */
export const detectionFacts: Relation = async ({ run }, occurrenceIds) => {
  const rows = await run(sql<FactsRow>`
    select occurrence_id::text as "occurrenceId", count(*)::text as "count",
      min("timestamp")::text as "first", max("timestamp")::text as "last"
    from main_detection
    where occurrence_id = any(${occurrenceIds}::bigint[])
    group by occurrence_id`);
  const facts = new Map(rows.map((row) => [row.occurrenceId, row]));
  return (id) => {
    const row = facts.get(id);
    return {
      detectionsCount: Number(row?.count ?? 0),
      firstAppearance: timestampOf(row?.first ?? null),
      lastAppearance: timestampOf(row?.last ?? null),
    };
  };
};
