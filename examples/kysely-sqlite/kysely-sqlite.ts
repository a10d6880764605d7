/** Two joined tables of a SQLite file as a source, with a filter on its query and an exporter of one's own. */
import assert from "node:assert/strict";
import { BaseExporter, csv, ExportRegistry, type FilterBackend, type JsonObject } from "vasculum";
import { createKyselySource, type QueryOf, type RowOf } from "vasculum/kysely";
import { z } from "zod";
import { createTestService } from "../test-service.js";
import { close, connect, db } from "./moths-database.js";

// #region source
const source = createKyselySource(db, {
  query: (tables) =>
    tables
      .selectFrom("sighting")
      .innerJoin("station", "station.id", "sighting.station_id")
      .select(["sighting.id", "seen_on", "species", "station.name as station"]),
  key: ["id"],
  scope: (query, { projectId }) => query.where("station.project_id", "=", Number(projectId)),
  connect,
});
type Row = RowOf<typeof source>;
type Query = QueryOf<typeof source>;
// #endregion

// #region exporter
const PERIOD = z.object({ seen_from: z.iso.date().optional() });

class SeenFrom implements FilterBackend<Query> {
  readonly schema = PERIOD;
  apply(query: Query, params: JsonObject): Query {
    const { seen_from } = PERIOD.parse(params);
    return seen_from === undefined ? query : query.where("seen_on", ">=", seen_from);
  }
}

class Sightings extends BaseExporter<Row, Query> {
  getSource() {
    return source;
  }
  override getFilterBackends() {
    return [new SeenFrom()];
  }
  getFormat() {
    return csv<Row>([
      { name: "station", value: ({ station }) => station },
      { name: "seen_on", value: ({ seen_on }) => seen_on },
      { name: "species", value: ({ species }) => species },
    ]);
  }
}
// #endregion

const registry = new ExportRegistry();
registry.register("sightings")(Sightings);
const { exportText } = createTestService(registry);
const { record, text } = await exportText({ project: 1, format: "sightings", filters: { seen_from: "2023-06-19" } });
assert.equal(record.recordCount, 2);
assert.equal(text, "station,seen_on,species\r\nOrchard,2023-06-19,\r\nOrchard,2023-06-20,Autographa gamma\r\n");
await close();
