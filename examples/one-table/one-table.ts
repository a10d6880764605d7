/** One table of a database as CSV, JSON and a Darwin Core Archive, from one list of columns. */
import assert from "node:assert/strict";
import { createRowExporter, csv, ExportRegistry, json } from "vasculum";
import { createArchiveExporter, urn } from "vasculum/dwca";
import { createKyselySource, type RowOf } from "vasculum/kysely";
import { createTestService } from "../test-service.js";
import { close, connect, db } from "./sightings-database.js";

// #region formats
const source = createKyselySource(db, {
  query: (tables) => tables.selectFrom("sighting").select(["id", "day", "species", "latitude", "longitude"]),
  key: ["id"], // the order of the rows: unique
  scope: (query, { projectId }) => query.where("club_id", "=", Number(projectId)), // whose rows they are
  connect, // SQLite alone: a second handle of the file for each export
});
type Sighting = RowOf<typeof source>;

const columns = [
  { name: "id", term: "dwc:occurrenceID", value: ({ id }: Sighting) => urn("clubs", "sighting", id) },
  { name: "day", term: "dwc:eventDate", value: ({ day }: Sighting) => day },
  { name: "species", term: "dwc:scientificName", value: ({ species }: Sighting) => species },
  { name: "latitude", term: "dwc:decimalLatitude", value: ({ latitude }: Sighting) => latitude },
  { name: "longitude", term: "dwc:decimalLongitude", value: ({ longitude }: Sighting) => longitude },
  { name: "basis", term: "dwc:basisOfRecord", value: () => "HumanObservation" },
  { name: "datum", term: "dwc:geodeticDatum", value: () => "EPSG:4326" },
];
const metadata = {
  title: "Butterflies of the clubs",
  abstract: "Butterflies that members of the clubs saw and counted.",
  license: "CC-BY-4.0",
  creators: [{ organizationName: "The clubs" }],
  updatedAt: "2024-09-01", // or a column of the newest change, with the term dcterms:modified
};

const registry = new ExportRegistry();
registry.register("sightings_csv")(createRowExporter({ source, format: csv(columns) }));
registry.register("sightings_json")(createRowExporter({ source, format: json(columns) }));
registry.register("sightings_dwca")(
  createArchiveExporter({ source, metadata, core: { rowType: "Occurrence", fields: columns } }),
);
// #endregion

const { exportText, exportFile } = createTestService(registry);
const table = await exportText({ project: 1, format: "sightings_csv" });
assert.equal(table.text.split("\r\n")[0], "id,day,species,latitude,longitude,basis,datum");
assert.match(table.text, /\r\nurn:clubs:sighting:1,2024-06-18,Aglais io,47\.25,8\.5,HumanObservation,EPSG:4326\r\n/);
assert.equal(table.record.recordCount, 2);
const list = await exportText({ project: 1, format: "sightings_json" });
assert.equal((JSON.parse(list.text) as object[]).length, 2);
const archive = await exportFile({ project: 1, format: "sightings_dwca" });
assert.equal(archive.record.status, "succeeded");
assert.deepEqual(archive.record.warnings, []);
await close();
