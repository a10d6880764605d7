/** A filter of one's own: what it accepts, what it keeps, how people read it, and what it refuses. */
import assert from "node:assert/strict";
import { BaseExporter, csv, ExportRegistry, type JsonObject, type MemoryQuery } from "vasculum";
import { createTestService } from "../test-service.js";
import { source, type NightRow } from "./nights.js";
import { StationFilter } from "./station-filter.js";

// #region exporter
class NightlyCounts extends BaseExporter<NightRow, MemoryQuery<NightRow>> {
  getSource() {
    return source;
  }
  override getFilterBackends() {
    return [new StationFilter()];
  }
  getFormat() {
    return csv<NightRow>([{ name: "moths", value: ({ moths }) => moths }]);
  }
}
// #endregion

const registry = new ExportRegistry();
registry.register("nightly_counts")(NightlyCounts);
const { exportText } = createTestService(registry);
const request = (filters: JsonObject) => exportText({ project: 1, format: "nightly_counts", filters });

const { record, text } = await request({ station_id: 7 });
assert.deepEqual([text, record.filtersDisplay], ["moths\r\n112\r\n", { station: { id: 7, name: "Orchard" } }]);
for (const station_id of [8, 9, "7"]) await assert.rejects(request({ station_id }), { code: "INVALID_FILTERS" });
await assert.rejects(request({ station: 7 }), {
  details: [
    {
      path: ["filters", "station"],
      code: "unrecognized_key",
      message: "This filter does not exist. Filters: station_id.",
    },
  ],
});
