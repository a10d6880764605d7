import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";
import type { OccurrenceQuery, OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import { unknownRestriction } from "../../occurrences/model/own-restrictions.js";
import { bigintOf, scoreColumn } from "./antenna-values.js";

type Condition = RawBuilder<boolean>;
type Kind = OccurrenceRestriction["kind"];
type Restriction<K extends Kind> = Extract<OccurrenceRestriction, { kind: K }>;

/** Writes a restriction of the host's own, about an occurrence `o`. */
export type OwnCondition = (restriction: Restriction<"own">) => Condition;

/** The terms of a condition about `o`. */
export interface SelectionOptions {
  readonly projectId: Id;
  /** The user whose identifications are "mine". */
  readonly userId: Id;
  /**
   * `join`: of all occurrences at once; the planner is free. `probe`: of each of a few occurrences by itself, through an index,
   * where the planner would rather read a whole table for them.
   */
  readonly plan: "join" | "probe";
  readonly own: OwnCondition;
}

/** `offset 0` changes no result and keeps PostgreSQL from turning a subquery into a join or a hash table. */
const FENCES = { join: sql``, probe: sql`offset 0` } as const;

const SCORE = scoreColumn("o.determination_score");

interface Terms {
  readonly project: string | null;
  readonly user: string | null;
  readonly own: OwnCondition;
  exists(rows: RawBuilder<unknown>): Condition;
}

/** The SQL of each restriction, about an occurrence `o`. */
const CONDITIONS: { readonly [K in Kind]: (restriction: Restriction<K>, terms: Terms) => Condition } = {
  collection: ({ id }, { exists }) =>
    exists(sql`
    from main_detection d
    join main_sourceimagecollection_images i on i.sourceimage_id = d.source_image_id
    where d.occurrence_id = o.id and i.sourceimagecollection_id = ${bigintOf(id)}::bigint`),
  taxon: ({ id }, terms) => determinedBelow(sql`select ${bigintOf(id)}::bigint`, terms),
  taxa_list: ({ id }, terms) => inTaxaList(id, terms),
  not_taxa_list: ({ id }, terms) => sql`not ${inTaxaList(id, terms)}`,
  rank: ({ rank }, { exists }) =>
    exists(sql`from main_taxon t where t.id = o.determination_id and t.rank = ${rank}::text`),
  deployment: ({ id }) => sql`o.deployment_id = ${bigintOf(id)}::bigint`,
  site: ({ id }, { exists }) =>
    exists(sql`
    from main_deployment p where p.id = o.deployment_id and p.research_site_id = ${bigintOf(id)}::bigint`),
  // As JSON, since not every database has the column.
  device: ({ id }, { exists }) =>
    exists(sql`
    from main_deployment p where p.id = o.deployment_id and to_jsonb(p) ->> 'device_id' = ${bigintOf(id)}::text`),
  event: ({ id }) => sql`o.event_id = ${bigintOf(id)}::bigint`,
  capture: ({ id }, { exists }) =>
    exists(sql`
    from main_detection d where d.occurrence_id = o.id and d.source_image_id = ${bigintOf(id)}::bigint`),
  dates: ({ start, end }, { exists }) =>
    exists(sql`
    from main_detection d
    where d.occurrence_id = o.id and d."timestamp" is not null
      and ${start === null ? sql`true` : sql`d."timestamp" >= ${start}::text::date`}
      and ${end === null ? sql`true` : sql`d."timestamp" < ${end}::text::date + 1`}`),
  algorithm: ({ ids }, terms) => seenBy(ids, terms),
  not_algorithm: ({ ids }, terms) => sql`not ${seenBy(ids, terms)}`,
  ids: ({ ids }) => sql`o.id = any(${bigintsOf(ids)}::bigint[])`,
  verified: ({ value }, { exists }) => {
    const seen = exists(sql`from main_identification i where i.occurrence_id = o.id and not i.withdrawn`);
    return value ? seen : sql`not ${seen}`;
  },
  verified_by_me: ({ value }, { exists, user }) => {
    const seen = exists(sql`
    from main_identification i where i.occurrence_id = o.id and not i.withdrawn and i.user_id = ${user}::bigint`);
    return value ? seen : sql`not ${seen}`;
  },
  score_min: ({ value }) => sql`${SCORE} >= ${String(value)}::text::double precision`,
  project_defaults: (_, terms) => projectDefaults(terms),
  has_event: () => sql`o.event_id is not null`,
  outside: outsidePlaces,
  own: (restriction, { own }) => own(restriction),
};

/** `= any` is null where the column is. */
function outsidePlaces(restriction: Restriction<"outside">, { exists }: Terms): Condition {
  const ids = (given: readonly Id[]) => sql`${given.map(bigintOf)}::bigint[]`;
  const deployments = ids(restriction.deploymentIds);
  return sql`
    not coalesce(o.id = any(${ids(restriction.occurrenceIds)}), false)
    and not coalesce(o.event_id = any(${ids(restriction.eventIds)}), false)
    and not coalesce(o.deployment_id = any(${deployments}), false)
    and not ${exists(sql`from main_event e where e.id = o.event_id and e.deployment_id = any(${deployments})`)}`;
}

/** Whether an occurrence `o` is the project's. */
export function inProject(projectId: Id): Condition {
  return sql`o.project_id = ${bigintOf(projectId)}::bigint`;
}

/**
 * Whether an occurrence `o` of the project is among those of the query: its restrictions, and what makes an occurrence valid.
 * Values are parameters, never SQL.
 *
 * @throws ExportError `FILTER_FAILED` on a restriction that is not known, which must never pass for none.
 */
export function isSelected(query: OccurrenceQuery, options: SelectionOptions): Condition {
  const terms = termsOf(options);
  const restrictions = query.restrictions.map((restriction) => condition(restriction, terms));
  return sql.join([sql`o.determination_id is not null`, ...restrictions, terms.exists(BOXED)], sql` and `);
}

/** The detections of an occurrence `o` that have a box. A JSON null is stored by some writers for “no box”, beside SQL's own. */
export const BOXED = sql`from main_detection d where d.occurrence_id = o.id and jsonb_typeof(d.bbox) <> 'null'`;

/** Whether an occurrence `o` meets some restrictions, valid or not. */
export function meetsAll(restrictions: OccurrenceQuery["restrictions"], options: SelectionOptions): Condition {
  const terms = termsOf(options);
  return sql.join([sql`true`, ...restrictions.map((restriction) => condition(restriction, terms))], sql` and `);
}

function termsOf({ projectId, userId, plan, own }: SelectionOptions): Terms {
  const exists: Terms["exists"] = (rows) => sql`exists (select ${rows} ${FENCES[plan]})`;
  return { project: bigintOf(projectId), user: bigintOf(userId), own, exists };
}

/** Whether an event `e` can have occurrences of the query, as far as it alone decides: cheap to ask, unlike its occurrences. */
export function isEventSelected({ restrictions }: OccurrenceQuery): Condition {
  const conditions = restrictions.map((restriction) =>
    restriction.kind === "event" ? sql`e.id = ${bigintOf(restriction.id)}::bigint` : sql`true`,
  );
  return sql.join([sql`true`, ...conditions], sql` and `);
}

function condition<K extends Kind>(restriction: Restriction<K>, terms: Terms): Condition {
  const kind = restriction.kind as K; // what Restriction<K> says, which the compiler does not follow
  if (!Object.hasOwn(CONDITIONS, kind)) throw unknownRestriction();
  return CONDITIONS[kind](restriction, terms);
}

/** Determined as one of the taxa that a subquery of ids selects, or below one of them. */
function determinedBelow(taxonIds: RawBuilder<unknown>, { exists }: Terms): Condition {
  return exists(sql`
    from main_taxon t, (${taxonIds}) as wanted(id)
    where t.id = o.determination_id
      and (t.id = wanted.id or t.parents_json @> jsonb_build_array(jsonb_build_object('id', wanted.id)))`);
}

function inTaxaList(id: Id, terms: Terms): Condition {
  return determinedBelow(
    sql`select taxon_id from main_taxalist_taxa where taxalist_id = ${bigintOf(id)}::bigint`,
    terms,
  );
}

/** A detection by one of these algorithms, or a classification by one of them. */
function seenBy(algorithmIds: readonly Id[], { exists }: Terms): Condition {
  const wanted = sql`any(${bigintsOf(algorithmIds)}::bigint[])`;
  return exists(sql`
    from main_detection d
    left join main_classification s on s.detection_id = d.id
    where d.occurrence_id = o.id and (d.detection_algorithm_id = ${wanted} or s.algorithm_id = ${wanted})`);
}

function bigintsOf(ids: readonly Id[]): readonly string[] {
  return ids.flatMap((id) => bigintOf(id) ?? []);
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
