import { type RawBuilder, sql } from "kysely";
import type { Deployment, OccurrenceEvent } from "../../occurrences/model/occurrence.js";
import type { EventSelection } from "../../occurrences/model/occurrence-source.js";
import { share } from "../../values/shared.js";
import { keysetPages } from "../kysely/keyset-pages.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, numberOf, type Text, timestampOf } from "./antenna-values.js";
import type { EventStanding } from "./event-standing.js";
import type { Lookup } from "./lookup.js";

interface EventRow {
  readonly id: string;
  readonly start: string;
  readonly end: Text;
  readonly deploymentId: Text;
  readonly capturesCount: Text;
  readonly updatedAt: Text;
}

interface StandingRow extends EventRow {
  readonly standing: EventStanding;
}

/** The connection and the settings that events are read through. */
export interface EventReader {
  readonly run: PostgresSnapshot["run"];
  readonly deployments: Lookup<Deployment>;
}

/** Loads events by id. */
export async function loadEvents(
  reader: EventReader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OccurrenceEvent>> {
  const rows = await reader.run(sql<EventRow>`select ${COLUMNS} from main_event e where e.id = any(${ids}::bigint[])`);
  return await withDeployments(reader, rows);
}

/** Selects the events, and the way in which they are read. */
export interface EventPagesOptions {
  /** The subquery of the ids among which events are looked for; they may repeat, or be null. */
  readonly ids: RawBuilder<unknown>;
  /** Selects the standing of each of these events `e` in the query. */
  readonly standing: RawBuilder<EventStanding>;
  readonly pageSize: number;
  readonly onLeftOut?: EventSelection["onLeftOut"];
}

/** The number of ids that one statement gives. Each statement reads the subquery again. */
const IDS = 20_000;

/**
 * The selected events among some, by id, in pages of at most `pageSize`. As with occurrences, each statement decides about a few
 * candidates alone: paging over the selection would look at the events of every project.
 */
export async function* eventPages(
  reader: EventReader,
  { ids, standing, pageSize, onLeftOut }: EventPagesOptions,
): AsyncGenerator<readonly OccurrenceEvent[], void, undefined> {
  const pages = keysetPages<Pick<EventRow, "id">>({
    size: { rows: IDS },
    keyOf: ({ id }) => id,
    load: async (last, limit) => ({ rows: await reader.run(idsAfter(ids, last?.id ?? "0", limit)) }),
  });
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += pageSize) {
      const candidates = page.slice(from, from + pageSize).map(({ id }) => id);
      const rows = await reader.run(standingsOf(candidates, standing));
      const given = rows.filter((row) => row.standing !== "left_out");
      if (given.length < rows.length) onLeftOut?.(rows.length - given.length);
      if (given.length > 0) yield [...(await withDeployments(reader, given)).values()];
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

const COLUMNS = sql`
  e.id::text as "id", e."start"::text as "start", e."end"::text as "end", e.deployment_id::text as "deploymentId",
  e.captures_count::text as "capturesCount", e.updated_at::text as "updatedAt"`;

/** Each event is asked once: `offset 0` keeps PostgreSQL from asking again wherever `standing` is named. */
function standingsOf(ids: readonly string[], standing: RawBuilder<EventStanding>): RawBuilder<StandingRow> {
  return sql<StandingRow>`
    select ${COLUMNS}, s.standing
    from main_event e
    cross join lateral (select ${standing} as standing offset 0) s
    where e.id = any(${ids}::bigint[]) and s.standing <> 'unasked'
    order by e.id`;
}

async function withDeployments(
  reader: EventReader,
  rows: readonly (EventRow & Partial<StandingRow>)[],
): Promise<ReadonlyMap<string, OccurrenceEvent>> {
  const deployment = await reader.deployments.find(rows.map((row) => row.deploymentId));
  return new Map(rows.map((row) => [row.id, share(event(row, deployment(row.deploymentId)))]));
}

function event(row: EventRow & Partial<StandingRow>, deployment: Deployment | null): OccurrenceEvent {
  return {
    id: idOf(row.id),
    start: row.start.replace(" ", "T"),
    end: timestampOf(row.end),
    deployment,
    capturesCount: numberOf(row.capturesCount),
    updatedAt: timestampOf(row.updatedAt),
    ...(row.standing === "empty" ? { isEmpty: true } : {}),
  };
}

interface DeploymentRow {
  readonly id: string;
  readonly name: string;
  readonly latitude: Text;
  readonly longitude: Text;
}

/** Loads deployments by id. */
export async function loadDeployments(
  run: PostgresSnapshot["run"],
  ids: readonly string[],
): Promise<ReadonlyMap<string, Deployment>> {
  const rows = await run(sql<DeploymentRow>`
    select id::text as "id", name, latitude::text as "latitude", longitude::text as "longitude"
    from main_deployment
    where id = any(${ids}::bigint[])`);
  return new Map(rows.map((row) => [row.id, share(deployment(row))]));
}

function deployment(row: DeploymentRow): Deployment {
  return { id: idOf(row.id), name: row.name, latitude: numberOf(row.latitude), longitude: numberOf(row.longitude) };
}
