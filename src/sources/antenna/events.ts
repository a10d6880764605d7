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

/** The events for which a condition about `e` holds, by id, page by page. */
export async function* eventPages(
  reader: EventReader,
  options: { readonly condition: RawBuilder<boolean>; readonly pageSize: number },
): AsyncGenerator<readonly OccurrenceEvent[], void, undefined> {
  const pages = keysetPages<EventRow>({
    pageSize: options.pageSize,
    keyOf: ({ id }) => id,
    load: (last, limit) =>
      reader.run(select(sql`where e.id > ${last?.id ?? 0}::bigint and ${options.condition} order by e.id limit ${limit}::int`)),
  });
  for await (const rows of pages) yield [...(await withDeployments(reader, rows)).values()];
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
