import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";
import type { OccurrenceQuery, OccurrenceRestriction } from "../../occurrences/occurrence-query.js";
import { bigintOf } from "./antenna-values.js";
import { scoreColumn } from "./score-column.js";

type Condition = RawBuilder<boolean>;
type Kind = OccurrenceRestriction["kind"];
type Restriction<K extends Kind> = Extract<OccurrenceRestriction, { kind: K }>;

/** How a condition about `o` is asked. */
export interface SelectionOptions {
  readonly projectId: Id;
  /**
   * `join`: of all occurrences at once; the planner is free. `probe`: of each of a few occurrences by itself, through an index,
   * where the planner would rather read a whole table for them.
   */
  readonly plan: "join" | "probe";
}

/** `offset 0` changes no result and keeps PostgreSQL from turning a subquery into a join or a hash table. */
const FENCES = { join: sql``, probe: sql`offset 0` } as const;

const SCORE = scoreColumn("o.determination_score");

interface Terms {
  readonly project: string | null;
  exists(rows: RawBuilder<unknown>): Condition;
}

/** Restrictions that an occurrence's event alone decides, in SQL about an event `e`. */
const EVENT_CONDITIONS = {
  event: ({ id }: Restriction<"event">): Condition => sql`e.id = ${bigintOf(id)}::bigint`,
  date_start: ({ date }: Restriction<"date_start">): Condition => sql`e."start" >= ${date}::text::date`,
  date_end: ({ date }: Restriction<"date_end">): Condition => sql`e."start" < ${date}::text::date + 1`,
};

/** How each restriction reads in SQL, about an occurrence `o`. */
const CONDITIONS: { readonly [K in Kind]: (restriction: Restriction<K>, terms: Terms) => Condition } = {
  collection: ({ id }, { exists }) => exists(sql`
    from main_detection d
    join main_sourceimagecollection_images i on i.sourceimage_id = d.source_image_id
    where d.occurrence_id = o.id and i.sourceimagecollection_id = ${bigintOf(id)}::bigint`),
  taxon: ({ id }, terms) => determinedBelow(sql`select ${bigintOf(id)}::bigint`, terms),
  taxa_list: ({ id }, terms) =>
    determinedBelow(sql`select taxon_id from main_taxalist_taxa where taxalist_id = ${bigintOf(id)}::bigint`, terms),
  deployment: ({ id }) => sql`o.deployment_id = ${bigintOf(id)}::bigint`,
  event: ({ id }) => sql`o.event_id = ${bigintOf(id)}::bigint`,
  date_start: (restriction, { exists }) => exists(sql`
    from main_event e where e.id = o.event_id and ${EVENT_CONDITIONS.date_start(restriction)}`),
  date_end: (restriction, { exists }) => exists(sql`
    from main_event e where e.id = o.event_id and ${EVENT_CONDITIONS.date_end(restriction)}`),
  verified: ({ value }, { exists }) => {
    const seen = exists(sql`from main_identification i where i.occurrence_id = o.id and not i.withdrawn`);
    return value ? seen : sql`not ${seen}`;
  },
  score_min: ({ value }) => sql`${SCORE} >= ${String(value)}::text::double precision`,
  project_defaults: (_, terms) => projectDefaults(terms),
  has_event: () => sql`o.event_id is not null`,
};

/** Whether an occurrence `o` is the project's. */
export function inProject(projectId: Id): Condition {
  return sql`o.project_id = ${bigintOf(projectId)}::bigint`;
}

/**
 * Whether an occurrence `o` of the project is among those of the query: its restrictions, and what makes an occurrence valid.
 * Values are parameters, never SQL.
 */
export function isSelected(query: OccurrenceQuery, { projectId, plan }: SelectionOptions): Condition {
  const terms: Terms = { project: bigintOf(projectId), exists: (rows) => sql`exists (select ${rows} ${FENCES[plan]})` };
  // A JSON null is stored by some writers for “no box”, beside SQL's own.
  const boxed = terms.exists(sql`from main_detection d where d.occurrence_id = o.id and jsonb_typeof(d.bbox) <> 'null'`);
  const restrictions = query.restrictions.map((restriction) => condition(restriction, terms));
  return sql.join([sql`o.determination_id is not null`, ...restrictions, boxed], sql` and `);
}

/** Whether an event `e` can have occurrences of the query, as far as it alone decides: cheap to ask, unlike its occurrences. */
export function isEventSelected({ restrictions }: OccurrenceQuery): Condition {
  const conditions = restrictions.map((restriction) => {
    switch (restriction.kind) {
      case "event":
        return EVENT_CONDITIONS.event(restriction);
      case "date_start":
        return EVENT_CONDITIONS.date_start(restriction);
      case "date_end":
        return EVENT_CONDITIONS.date_end(restriction);
      default:
        return sql<boolean>`true`;
    }
  });
  return sql.join([sql`true`, ...conditions], sql` and `);
}

function condition<K extends Kind>(restriction: Restriction<K>, terms: Terms): Condition {
  const kind = restriction.kind as K; // what Restriction<K> says, which the compiler does not follow
  return CONDITIONS[kind](restriction, terms);
}

/** Determined as one of the taxa that a subquery of ids selects, or below one of them. */
function determinedBelow(taxonIds: RawBuilder<unknown>, { exists }: Terms): Condition {
  return exists(sql`
    from main_taxon t, (${taxonIds}) as wanted(id)
    where t.id = o.determination_id
      and (t.id = wanted.id or t.parents_json @> jsonb_build_array(jsonb_build_object('id', wanted.id)))`);
}

function projectDefaults(terms: Terms): Condition {
  const ofProject = sql`where project_id = ${terms.project}::bigint`;
  const included = sql`select taxon_id from main_project_default_filters_include_taxa ${ofProject}`;
  const excluded = sql`select taxon_id from main_project_default_filters_exclude_taxa ${ofProject}`;
  return sql`
    ${SCORE} >= (select default_filters_score_threshold from main_project where id = ${terms.project}::bigint)
    and (not exists (${included}) or ${determinedBelow(included, terms)})
    and not ${determinedBelow(excluded, terms)}`;
}
