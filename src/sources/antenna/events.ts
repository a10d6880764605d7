import { type RawBuilder, sql } from "kysely";
import type { Deployment, OccurrenceEvent } from "../../occurrences/occurrence.js";
import { keysetPages } from "../kysely/keyset-pages.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, numberOf, type Text, timestampOf } from "./antenna-values.js";
import type { Lookup } from "./lookup.js";

interface EventRow {
  readonly id: string;
  readonly start: string;
  readonly end: Text;
  readonly deploymentId: Text;
  readonly capturesCount: Text;
  readonly updatedAt: Text;
}

/** What events are read through. */
export interface EventReader {
  readonly run: PostgresSnapshot["run"];
  readonly deployments: Lookup<Deployment>;
}

/** Loads events by id. */
export async function loadEvents(reader: EventReader, ids: readonly string[]): Promise<ReadonlyMap<string, OccurrenceEvent>> {
  const rows = await reader.run(select(sql`where e.id = any(${ids}::bigint[])`));
  return await withDeployments(reader, rows);
}

/** Which events are read, and how. */
export interface EventPagesOptions {
  /** The subquery of the ids among which events are looked for; they may repeat, or be null. */
  readonly ids: RawBuilder<unknown>;
  /** Which of these events `e` are given. */
  readonly selection: RawBuilder<boolean>;
  readonly pageSize: number;
}

/** How many ids one statement gives. The subquery is read anew for each. */
const IDS = 20_000;

/**
 * The selected events among some, by id, in pages of at most `pageSize`. As with occurrences, each statement decides about a few
 * candidates alone: paging over the selection would look at the events of every project.
 */
export async function* eventPages(
  reader: EventReader,
  { ids, selection, pageSize }: EventPagesOptions,
): AsyncGenerator<readonly OccurrenceEvent[], void, undefined> {
  const pages = keysetPages<Pick<EventRow, "id">>({
    pageSize: IDS,
    keyOf: ({ id }) => id,
    load: (last, limit) => reader.run(idsAfter(ids, last?.id ?? "0", limit)),
  });
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += pageSize) {
      const candidates = page.slice(from, from + pageSize).map(({ id }) => id);
      const rows = await reader.run(select(sql`where e.id = any(${candidates}::bigint[]) and ${selection} order by e.id`));
      if (rows.length > 0) yield [...(await withDeployments(reader, rows)).values()];
    }
  }
}

function idsAfter(ids: RawBuilder<unknown>, last: string, limit: number): RawBuilder<Pick<EventRow, "id">> {
  // `offset 0` keeps PostgreSQL from looking for the next ids through an index, past those of every project.
  return sql`
    select i.id::text as "id"
    from (${ids} offset 0) as i(id)
    where i.id > ${last}::bigint
    group by i.id
    order by i.id
    limit ${limit}::int`;
}

function select(where: RawBuilder<unknown>): RawBuilder<EventRow> {
  return sql<EventRow>`
    select e.id::text as "id", e."start"::text as "start", e."end"::text as "end", e.deployment_id::text as "deploymentId",
      e.captures_count::text as "capturesCount", e.updated_at::text as "updatedAt"
    from main_event e
    ${where}`;
}

async function withDeployments(reader: EventReader, rows: readonly EventRow[]): Promise<ReadonlyMap<string, OccurrenceEvent>> {
  const deployment = await reader.deployments.find(rows.map((row) => row.deploymentId));
  return new Map(rows.map((row) => [row.id, event(row, deployment(row.deploymentId))]));
}

function event(row: EventRow, deployment: Deployment | null): OccurrenceEvent {
  return {
    id: idOf(row.id),
    start: row.start.replace(" ", "T"),
    end: timestampOf(row.end),
    deployment,
    capturesCount: numberOf(row.capturesCount),
    updatedAt: timestampOf(row.updatedAt),
  };
}
