import type { ExporterClass } from "../../../src/contracts/exporter.js";
import { NAMESPACES } from "../../../src/values/namespaces.js";
import { createDwcaExporter, type DwcaExporterOptions } from "../../../src/occurrences/archive/create-dwca-exporter.js";
import { createOccurrenceExtension } from "../../../src/occurrences/archive/occurrence-extension.js";
import type { Occurrence } from "../../../src/occurrences/model/occurrence.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../../../src/occurrences/model/occurrence-source.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";

const { dcterms, gbif } = NAMESPACES;

export const SOURCE: OccurrenceSource = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, {
  mediaUrl: "https://media.example.org/",
});
/** No default filters. */
export const ALL = { filters: { apply_defaults: false } };

export const exporter = (options: Partial<DwcaExporterOptions> = {}): ExporterClass =>
  createDwcaExporter({ source: SOURCE, ...options });

/** The source, with what its snapshots do replaced. */
export function sourceWith(change: (snapshot: OccurrenceSnapshot) => Partial<OccurrenceSnapshot>): OccurrenceSource {
  return {
    ...SOURCE,
    open: async (options) => {
      const snapshot = await SOURCE.open(options);
      const own: OccurrenceSnapshot = {
        count: (query) => snapshot.count(query),
        batches: (query) => snapshot.batches(query),
        events: (query, empty) => snapshot.events(query, empty),
        project: () => snapshot.project(),
        [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
      };
      return { ...own, ...change(own) };
    },
  };
}

/** The source, with every occurrence changed. */
export const changed = (change: (row: Occurrence) => Occurrence): OccurrenceSource =>
  sourceWith(({ batches }) => ({
    async *batches(query) {
      for await (const batch of batches(query)) yield batch.map(change);
    },
  }));

export const MULTIMEDIA = createOccurrenceExtension<{ readonly occurrence: Occurrence; readonly url: string }>({
  file: "multimedia.txt",
  rowType: `${gbif}Multimedia`,
  needs: ["detections"],
  fields: [
    { term: `${dcterms}type`, default: "StillImage" },
    { term: `${dcterms}identifier`, value: ({ url }) => url },
  ],
  rows: (occurrence) => (occurrence.detections ?? []).flatMap(({ url }) => (url === null ? [] : [{ occurrence, url }])),
});
