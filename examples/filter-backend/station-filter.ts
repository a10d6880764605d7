import type { FilterBackend, FilterContext, JsonObject, MemoryQuery } from "vasculum";
import { z } from "zod";
import { stations, type NightRow } from "./nights.js";

// #region filter
const SCHEMA = z.strictObject({ station_id: z.int().positive().optional() });

export class StationFilter implements FilterBackend<MemoryQuery<NightRow>> {
  readonly schema = SCHEMA;

  apply(query: MemoryQuery<NightRow>, params: JsonObject): MemoryQuery<NightRow> {
    const { station_id } = SCHEMA.parse(params);
    return station_id === undefined ? query : (night) => query(night) && night.stationId === station_id;
  }

  async resolve(params: JsonObject, { scope }: FilterContext) {
    const { station_id } = SCHEMA.parse(params);
    if (station_id === undefined) return { display: {}, issues: [] };
    const station = stations.find(({ id, project }) => id === station_id && project === scope.projectId);
    if (station !== undefined) return { display: { station: { id: station.id, name: station.name } }, issues: [] };
    return { display: {}, issues: [{ path: ["filters", "station_id"], code: "does_not_exist", message: "Station does not exist." }] };
  }
}
// #endregion
