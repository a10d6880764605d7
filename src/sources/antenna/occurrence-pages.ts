import { type RawBuilder, sql } from "kysely";
import { keysetPages } from "../kysely/keyset-pages.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { scoreColumn, type Text } from "./antenna-values.js";
import { allRows, type Columns, type PackedStatement } from "./packed-rows.js";

/** An occurrence's own columns. */
export interface OccurrenceRow {
  readonly id: string;
  readonly eventId: Text;
  readonly deploymentId: Text;
  readonly determinationId: Text;
  readonly determinationScore: Text | number;
  readonly createdAt: Text;
  readonly updatedAt: Text;
}

interface Candidate extends OccurrenceRow {
  readonly selected: boolean;
}

/** Selects the occurrences, and the way in which they are read. */
export interface OccurrencePagesOptions {
  /** Selects the occurrences that are looked at. */
  readonly scope: RawBuilder<boolean>;
  /** Selects those of them that are given. */
  readonly selection: RawBuilder<boolean>;
  readonly order: "id" | "event";
  /** The rows of the next page. */
  readonly size: { readonly rows: number };
}

type Run = PostgresSnapshot["run"];
type Load = (last: Candidate | null, limit: number) => Promise<readonly Candidate[]>;

/** The number of occurrences that one statement looks at. */
const CANDIDATES = 2_000;

/**
 * The selected occurrences of the scope, in order, in pages of as many as `size` says then.
 *
 * Keys are paged over the scope, and each statement decides about its own few candidates alone. Paging over the
 * selection instead leaves the planner to join it from the start of the table for every page. One page of a rare
 * selection would run into the statement's limit.
 */
export async function* occurrencePages(
  run: Run,
  options: OccurrencePagesOptions,
): AsyncGenerator<readonly OccurrenceRow[], void, undefined> {
  const load = options.order === "id" ? byId(run, options) : byEvent(run, options);
  const page = async (last: Candidate | null, limit: number) => ({ rows: await load(last, limit) });
  const keyOf = ({ eventId, id }: Candidate): string => (options.order === "id" ? id : `${eventId} ${id}`);
  const waiting: Candidate[] = [];
  for await (const candidates of keysetPages({ size: { rows: CANDIDATES }, load: page, keyOf })) {
    waiting.push(...candidates.filter(({ selected }) => selected));
    while (waiting.length >= options.size.rows) yield waiting.splice(0, options.size.rows);
  }
  if (waiting.length > 0) yield waiting;
}

function byId(run: Run, options: OccurrencePagesOptions): Load {
  return (last, limit) =>
    allRows(run, page(options, { after: sql`o.id > ${last?.id ?? 0}::bigint`, key: sql`o.id`, limit }));
}

/** Occurrences with an event, then those without: each part has a key that an index can find. */
function byEvent(run: Run, options: OccurrencePagesOptions): Load {
  const withEvent: Load = (last, limit) => {
    const after = sql`(o.event_id, o.id) > (${last?.eventId ?? 0}::bigint, ${last?.id ?? 0}::bigint)`;
    return allRows(run, page(options, { after, key: sql`o.event_id, o.id`, limit }));
  };
  const withoutEvent = byId(run, { ...options, scope: sql`o.event_id is null and ${options.scope}` });
  return async (last, limit) => {
    if (last !== null && last.eventId === null) return await withoutEvent(last, limit);
    const rows = await withEvent(last, limit);
    return rows.length === limit ? rows : [...rows, ...(await withoutEvent(null, limit - rows.length))];
  };
}

const COLUMNS: Columns<Candidate> = {
  id: sql`o.id::text`,
  eventId: sql`o.event_id::text`,
  deploymentId: sql`o.deployment_id::text`,
  determinationId: sql`o.determination_id::text`,
  determinationScore: scoreColumn("o.determination_score"),
  createdAt: sql`o.created_at`,
  updatedAt: sql`o.updated_at`,
  selected: sql`o.selected`,
};

function page(
  { scope, selection }: OccurrencePagesOptions,
  { after, key, limit }: { after: RawBuilder<unknown>; key: RawBuilder<unknown>; limit: number },
): PackedStatement<Candidate> {
  const from = sql`(
    select o.id, o.event_id, o.deployment_id, o.determination_id, o.determination_score, o.created_at, o.updated_at,
      coalesce(${selection}, false) as selected
    from main_occurrence o
    where ${after} and ${scope}
    order by ${key}
    limit ${limit}::int) o`;
  return { columns: COLUMNS, from, orderBy: key };
}
