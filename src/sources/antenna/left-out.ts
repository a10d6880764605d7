import { type RawBuilder, sql } from "kysely";
import type { LeftOutRows } from "../../contracts/data-source.js";
import { type LeftOutReason, unaskedPart } from "../../occurrences/model/left-out.js";
import type { OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import { bigintOf, scoreColumn } from "./antenna-values.js";
import { BOXED, inProject, meetsAll, type SelectionOptions } from "./occurrence-conditions.js";

interface LeftOutRow {
  readonly reason: LeftOutReason;
  readonly count: string;
}

/** The statement that counts, in one reading, the occurrences that a query leaves out unasked, by reason. */
export function selectLeftOut(
  query: OccurrenceQuery,
  { projectId, userId, own }: Omit<SelectionOptions, "plan">,
): RawBuilder<LeftOutRow> {
  const { asked, needsEvent, appliesDefaults } = unaskedPart(query);
  const meets = (restrictions: OccurrenceQuery["restrictions"]) =>
    meetsAll(restrictions, { projectId, userId, own, plan: "join" });
  const threshold = sql`select default_filters_score_threshold from main_project where id = ${bigintOf(projectId)}::bigint`;
  const cases = [
    sql`when o.determination_id is null then 'undetermined'`,
    sql`when not exists (select ${BOXED}) then 'no_box'`,
    ...(needsEvent ? [sql`when o.event_id is null then 'no_event'`] : []),
    ...(appliesDefaults
      ? [
          sql`when (${scoreColumn("o.determination_score")} >= (${threshold})) is not true then 'below_threshold'`,
          sql`when (${meets([{ kind: "project_defaults" }])}) is not true then 'taxon'`,
        ]
      : []),
  ];
  return sql<LeftOutRow>`
    select reason as "reason", count(*)::text as "count"
    from (
      select case ${sql.join(cases, sql` `)} end as reason
      from main_occurrence o where ${inProject(projectId)} and ${meets(asked)}) as occurrences
    where reason is not null
    group by reason
    order by reason`;
}

export function leftOutOf(rows: readonly LeftOutRow[]): LeftOutRows {
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
}
