import { expect, test } from "vitest";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import type { OccurrenceEvent } from "../../src/occurrences/model/occurrence.js";
import type { OccurrenceExporterOptions } from "../../src/occurrences/model/occurrence-exporter-options.js";
import { createPreviewer } from "../../src/preview/create-previewer.js";
import { BODY, createTestHost, USER } from "../support/test-host.js";
import { ALL, sourceWith } from "./archive/dwca-sources.js";
import { exporter as cameraTraps } from "./camtrap-dp/camtrap-sources.js";
import { exporter as dwcDp } from "./dwc-dp/dwc-dp-sources.js";

const NIGHTS = 20_000;
const PLACE = { latitude: 45, longitude: -72 };

/** Has many nights without an animal before those of the fixture, each at a station of its own. */
function manyNights() {
  const seen = { nights: 0 };
  const source = sourceWith(({ events }) => ({
    async *events(query, options) {
      for (let first = 1_000; first < NIGHTS; first += 500) {
        seen.nights += 500;
        yield Array.from({ length: 500 }, (_, index): OccurrenceEvent => ({
          ...{ id: first + index, start: "2023-06-18T22:00:00", end: "2023-06-19T04:00:00", updatedAt: null },
          ...{ deployment: { id: first + index, name: "Trap", ...PLACE }, capturesCount: 3, isEmpty: true },
        }));
      }
      yield* events(query, options);
    },
  }));
  return { seen, source };
}

type Make = (options: OccurrenceExporterOptions & { readonly examined: () => boolean }) => ExporterClass;

test.each<[string, string, Make]>([
  ["camtrap_dp", "media.csv", cameraTraps],
  ["dwc_dp", "occurrence.csv", dwcDp],
])("a preview of %s reads few of many nights, and shows animals", async (_, animals, make) => {
  const { seen, source } = manyNights();
  const { service } = await createTestHost({ exporter: make({ source, examined: () => true }) });
  const preview = await createPreviewer(service).preview({ ...BODY, ...ALL }, { user: USER });
  expect(preview).toMatchObject({ problem: null, unfinished: [], warnings: null });
  expect(seen.nights).toBeLessThan(3_000);
  const shown = preview.tables?.find(({ name }) => name === animals);
  expect(shown?.rows.length).toBeGreaterThan(3);
});

test("a request of camtrap_dp asks for the time zones of some thousand nights at most", async () => {
  const { seen, source } = manyNights();
  const exporter = cameraTraps({ source, examined: () => true, timeZone: () => "+02:00" });
  const { service } = await createTestHost({ exporter });
  await service.create({ ...BODY, ...ALL }, { user: USER });
  expect(seen.nights).toBeLessThanOrEqual(10_500);
});
