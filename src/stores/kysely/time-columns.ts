import { sql } from "kysely";
import type { ExportTimes } from "../../contracts/export-store.js";
import type { ColumnValues } from "./export-row.js";
import type { Sql } from "./table-names.js";

/** The times that a write sets, given the server's clock. */
export function timeColumns(times: ExportTimes, now: Sql): ColumnValues {
  const { startedAt, finishedAt, expiresInMs, dueInMs } = times;
  const stamp = (change: "now" | null) => (change === null ? null : now);
  const expires = expiresInMs === undefined ? sql`expires_at` : after(expiresInMs, now);
  return {
    ...(startedAt === undefined ? {} : { started_at: stamp(startedAt) }),
    ...(finishedAt === undefined ? {} : { finished_at: stamp(finishedAt) }),
    ...(expiresInMs === undefined ? {} : { expires_at: expires }),
    ...(dueInMs === undefined ? {} : { due_at: dueInMs === null ? expires : earlier(after(dueInMs, now), expires) }),
  };
}

function after(ms: number | null, now: Sql): Sql {
  return ms === null ? sql`null` : sql`${now} + ${Math.round(ms)}`;
}

/** The first, which is never null, unless the second comes before it. */
function earlier(one: Sql, other: Sql): Sql {
  return sql`case when ${other} < ${one} then ${other} else ${one} end`;
}
