/** A restriction of the host's own on the occurrences of an Antenna database, and on those of lists. */
import assert from "node:assert/strict";
import { createFilter } from "vasculum";
import { createAntennaSource } from "vasculum/antenna";
import { createCsvExporter, createMemoryOccurrenceSource, type OccurrenceQuery, restrict } from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";
import { z } from "zod";
import { openDatabase } from "../demo/open-database.js";

await using database = await openDatabase(undefined, 300);
const db = database.db.withTables<{ main_deployment: { id: number; latitude: number | null } }>();

// #region antenna
const source = createAntennaSource({
  db,
  restrictions: {
    north_of: (occurrence, latitude: number) =>
      occurrence.exists(
        occurrence
          .selectFrom("main_deployment as d")
          .select("d.id")
          .whereRef("d.id", "=", "o.deployment_id")
          .where("d.latitude", ">", latitude),
      ),
  },
});

const northOf = createFilter({
  schema: z.strictObject({ north_of: z.number().min(-90).max(90).optional() }),
  apply: (query: OccurrenceQuery, { north_of }) =>
    north_of === undefined ? query : restrict(query, source.own("north_of", north_of)),
});
const Csv = createCsvExporter({ source, filters: [northOf] });
// #endregion

// #region memory
const lists = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, {
  restrictions: {
    north_of: ({ deployment }, latitude: number) => (deployment?.latitude ?? -90) > latitude,
  },
});
// #endregion

const all = await testExporter(Csv);
const north = await testExporter(Csv, { filters: { north_of: -90 } });
const none = await testExporter(Csv, { filters: { north_of: 90 } });
assert.ok((all.record.recordCount ?? 0) > 10);
assert.equal(north.text, all.text);
assert.equal(none.record.recordCount, 0);
assert.deepEqual(lists.own("north_of", 45), { kind: "own", name: "north_of", value: 45 });
