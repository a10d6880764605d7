import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";
import type { OccurrenceQuery, OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import { bigintOf } from "./antenna-values.js";

type Condition = RawBuilder<boolean>;
type Kind = OccurrenceRestriction["kind"];
type Restriction<K extends Kind> = Extract<OccurrenceRestriction, { readonly kind: K }>;

/** The standing of an event in a query: `seen` has occurrences of it. */
export type EventStanding = "seen" | "empty" | "left_out" | "unasked";

const every = (): Condition => sql<boolean>`true`;
const none = (): Condition => sql<boolean>`false`;

/**
 * The conditions of each restriction on an event `e` that has no occurrence. Restrictions about animals ask nothing:
 * such an event has none. A list of occurrences asks for no other event than theirs. Whoever adds a kind decides here.
 */
const CONDITIONS: { readonly [K in Kind]: (restriction: Restriction<K>) => Condition } = {
  collection: ({ id }) => sql`exists (
    select from main_sourceimage c
    join main_sourceimagecollection_images i on i.sourceimage_id = c.id
    where c.event_id = e.id and i.sourceimagecollection_id = ${bigintOf(id)}::bigint)`,
  capture: ({ id }) => sql`exists (
    select from main_sourceimage c where c.event_id = e.id and c.id = ${bigintOf(id)}::bigint)`,
  deployment: ({ id }) => sql`e.deployment_id = ${bigintOf(id)}::bigint`,
  event: ({ id }) => sql`e.id = ${bigintOf(id)}::bigint`,
  site: ({ id }) => sql`exists (
    select from main_deployment p where p.id = e.deployment_id and p.research_site_id = ${bigintOf(id)}::bigint)`,
  // As JSON, since not every database has the column.
  device: ({ id }) => sql`exists (
    select from main_deployment p
    where p.id = e.deployment_id and to_jsonb(p) ->> 'device_id' = ${bigintOf(id)}::text)`,
  dates: ({ start, end }) => sql`
    ${start === null ? sql`true` : sql`coalesce(e."end", e."start") >= ${start}::text::date`}
    and ${end === null ? sql`true` : sql`e."start" < ${end}::text::date + 1`}`,
  outside: ({ deploymentIds, eventIds }) => sql`
    not e.id = any(${bigints(eventIds)}) and not coalesce(e.deployment_id = any(${bigints(deploymentIds)}), false)`,
  taxon: every,
  taxa_list: every,
  not_taxa_list: every,
  rank: every,
  algorithm: every,
  not_algorithm: every,
  ids: none,
  verified: every,
  verified_by_me: every,
  score_min: every,
  project_defaults: every,
  has_event: every,
  own: every,
};

/** Events of the query's occurrences alone: all others are `unasked`. */
export function standingOfSeen(seen: Condition): RawBuilder<EventStanding> {
  return sql<EventStanding>`case when ${seen} then 'seen' else 'unasked' end`;
}

/**
 * Selects the standing of an event `e` in a query. An event is empty where no record at all points at it. A restriction
 * of the host's own is a question about an occurrence, so that no event is known to meet it.
 */
export function standingOfAll(
  { restrictions }: OccurrenceQuery,
  { seen, ofProject }: { readonly seen: Condition; readonly ofProject: Condition },
): RawBuilder<EventStanding> {
  const asked = sql.join([ofProject, ...restrictions.map(condition)], sql` and `);
  const isKnown = !restrictions.some(({ kind }) => kind === "own");
  const empty = sql`not exists (select from main_occurrence o where o.event_id = e.id offset 0)`;
  return sql<EventStanding>`case
    when ${seen} then 'seen'
    when (${asked}) is not true then 'unasked'
    when ${isKnown ? empty : sql`false`} then 'empty'
    else 'left_out' end`;
}

function condition<K extends Kind>(restriction: Restriction<K>): Condition {
  const kind = restriction.kind as K; // what Restriction<K> says, which the compiler does not follow
  return CONDITIONS[kind](restriction);
}

function bigints(ids: readonly Id[]): RawBuilder<unknown> {
  return sql`${ids.map(bigintOf)}::bigint[]`;
}
