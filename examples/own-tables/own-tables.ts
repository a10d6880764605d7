/** Your own tables as CSV, JSON and two kinds of Darwin Core Archive, with a filter and an option. */
import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { createInlineRunner, createMemoryStorage, createMemoryStore, ExportService } from "vasculum";
import { readZip } from "./read-zip.js";
import { registry } from "./exporters.js";
import { db, MEADOW } from "./field-app.js";

// #region service
const service = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createMemoryStorage(),
  runner: createInlineRunner(),
  projectIdType: "string",
  authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
});

const user = { id: "rosalind", name: "Rosalind" };
async function exported(format: string, choice: object = {}): Promise<Buffer> {
  const { id } = await service.create({ project: MEADOW, format, ...choice }, { user });
  await service.run(id);
  assert.equal((await service.get(id, { user })).status, "succeeded");
  const file = await service.file(id, { user });
  return await buffer(await file.open());
}
// #endregion

assert.equal(
  String(await exported("sightings_csv", { filters: { species: "Aglais io" }, options: { delimiter: "semicolon" } })),
  "day;place;species;count;sex;note\r\n" +
    "2024-06-18;Oak meadow;Aglais io;3;;\r\n2024-07-02;Oak meadow;Aglais io;2;;\r\n",
);
assert.equal(JSON.parse(String(await exported("sightings_json")))[0].photos.length, 2);

const occurrenceCore = await readZip(await exported("sightings_dwca"));
assert.deepEqual(Object.keys(occurrenceCore), ["occurrence.txt", "multimedia.txt", "meta.xml", "eml.xml"]);
assert.match(occurrenceCore["occurrence.txt"] ?? "", /HumanObservation\tpresent\tAglais io\t3\t/);
assert.equal(occurrenceCore["multimedia.txt"]?.split("\n").length, 4); // a header, two photos, the end

const eventCore = await readZip(await exported("visits_dwca"));
assert.deepEqual(Object.keys(eventCore), ["event.txt", "occurrence.txt", "multimedia.txt", "meta.xml", "eml.xml"]);
assert.equal(eventCore["event.txt"]?.split("\n").length, 4); // a header, two visits, the end
assert.match(eventCore["eml.xml"] ?? "", /<calendarDate>2024-06-18<\/calendarDate>/);
await db.destroy();
