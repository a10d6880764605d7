/** An archive of visits that includes those without sightings: its core rows are read by themselves, from the same snapshot. */
import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { createInlineRunner, createMemoryStorage, createMemoryStore, ExportRegistry, ExportService } from "vasculum";
import { createArchiveExporter, urn } from "vasculum/dwca";
import { metadata } from "../own-tables/exporters.js";
import { db, MEADOW } from "../own-tables/field-app.js";
import { readZip } from "../own-tables/read-zip.js";
import { type Sighting, source } from "../own-tables/sightings.js";

const EMPTY = "20000000-0000-4000-8000-000000000004";
await db
  .insertInto("visit")
  .values({ id: EMPTY, site_id: "10000000-0000-4000-8000-000000000001", day: "2024-07-09", observer: "Rosalind" })
  .execute();

// #region exporter
interface Visit {
  readonly id: string;
  readonly day: string;
}
const visitId = (visit: string) => urn("meadow", "visit", visit);
const exporter = createArchiveExporter({
  source,
  metadata,
  core: {
    rowType: "Event",
    rows: (snapshot, _query, { scope }) =>
      snapshot.pages(
        (tables) =>
          tables
            .selectFrom("visit")
            .innerJoin("site", "site.id", "visit.site_id")
            .select(["visit.id", "visit.day"])
            .where("site.organisation_id", "=", String(scope.projectId)),
        ["id"], // the order in which the source gives the visits of its rows
      ),
    fields: [
      { term: "dwc:eventID", value: ({ id }: Visit) => visitId(id) },
      { term: "dwc:eventDate", value: ({ day }: Visit) => day },
    ],
  },
  extensions: [
    {
      rowType: "Occurrence",
      rows: (row: Sighting) => [row],
      fields: [
        { term: "dwc:eventID", value: ({ visit }: Sighting) => visitId(visit) }, // links a sighting with its visit
        { term: "dwc:occurrenceID", value: ({ id }: Sighting) => urn("meadow", "sighting", id) },
        { term: "dwc:basisOfRecord", value: () => "HumanObservation" },
        { term: "dwc:scientificName", value: ({ species }: Sighting) => species },
      ],
    },
  ],
});
// #endregion

const registry = new ExportRegistry();
registry.register("visits")(exporter);
const service = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createMemoryStorage(),
  runner: createInlineRunner(),
  projectIdType: "string",
  authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
});
const user = { id: "rosalind", name: "Rosalind" };
const { id } = await service.create({ project: MEADOW, format: "visits" }, { user });
await service.run(id);
const files = await readZip(await buffer(await (await service.file(id, { user })).open()));
assert.equal(files["event.txt"]?.trimEnd().split("\n").length, 4); // a header and three visits
assert.ok(files["event.txt"]?.includes(visitId(EMPTY)));
assert.ok(!files["occurrence.txt"]?.includes(visitId(EMPTY)));
await db.destroy();
