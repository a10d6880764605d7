import { sql } from "kysely";
import type { Deployment } from "../../occurrences/occurrence.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, numberOf, type Text } from "./antenna-values.js";

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
  return new Map(rows.map((row) => [row.id, deployment(row)]));
}

function deployment(row: DeploymentRow): Deployment {
  return { id: idOf(row.id), name: row.name, latitude: numberOf(row.latitude), longitude: numberOf(row.longitude) };
}
