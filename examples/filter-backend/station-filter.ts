import type { FilterBackend, FilterContext, MemoryQuery } from "vasculum";
import { z } from "zod";
import { stations, type NightRow } from "./nights.js";

// #region filter
const SCHEMA = z.strictObject({ station_id: z.int().positive().optional() });
type StationParams = z.output<typeof SCHEMA>;

export class StationFilter implements FilterBackend<MemoryQuery<NightRow>, StationParams> {
  readonly schema = SCHEMA;

  apply(query: MemoryQuery<NightRow>, { station_id }: StationParams): MemoryQuery<NightRow> {
    return station_id === undefined ? query : (night) => query(night) && night.stationId === station_id;
  }

  async resolve({ station_id }: StationParams, { scope }: FilterContext) {
    if (station_id === undefined) return { display: {}, issues: [] };
    const station = stations.find(({ id, project }) => id === station_id && project === scope.projectId);
    if (station !== undefined) return { display: { station: { id: station.id, name: station.name } }, issues: [] };
    return {
      display: {},
      issues: [{ path: ["filters", "station_id"], code: "does_not_exist", message: "Station does not exist." }],
    };
  }
}
// #endregion
