import { inTurns } from "../../core/exporters/get-data-in-batches.js";
import { callHook } from "../../core/ports/call-port.js";
import type { PackageContext } from "../../data-package/package-spec.js";
import { hasOffset } from "../../camtrap-dp/time-span.js";
import { coordinates } from "../model/coordinates.js";
import type { OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import { StationZones, withoutZone, type ZoneOption } from "../model/station-zones.js";

/** The most deployments that an error names. */
const MOST_NAMED = 10;

/** The most nights that a request waits for. A deployment that comes later ends the export with the same error. */
const MOST_NIGHTS = 10_000;

/** @throws ExportError `METADATA_INCOMPLETE` that names deployments with times but no time zone. */
export async function checkZones(
  { snapshot, query, run }: PackageContext<OccurrenceQuery, OccurrenceSnapshot>,
  { timeZone, empty }: { readonly timeZone: ZoneOption | undefined; readonly empty: "include" | "omit" },
): Promise<void> {
  const zones = new StationZones(timeZone);
  const missing = new Set<string | number>();
  let nights = 0;
  for await (const batch of inTurns(() => snapshot.events(query, { empty }), run.signal)) {
    for (const { start, end, deployment } of batch) {
      const needs = [...start.split("/"), ...(end === null ? [] : [end])].some((time) => !hasOffset(time));
      if (deployment === null || coordinates(deployment) === null || !needs) continue;
      if (callHook("EXPORTER_FAILED", () => zones.of(deployment)) === null) missing.add(deployment.id);
    }
    nights += batch.length;
    if (missing.size >= MOST_NAMED || nights >= MOST_NIGHTS) break;
  }
  if (missing.size > 0) throw withoutZone([...missing].slice(0, MOST_NAMED));
}
