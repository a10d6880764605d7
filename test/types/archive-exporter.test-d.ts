import { expectTypeOf, test } from "vitest";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import { createArchiveExporter } from "../../src/dwca/exporter/create-archive-exporter.js";
import { createMemorySource } from "../../src/sources/memory/create-memory-source.js";

interface Sighting {
  readonly id: number;
  readonly species: string;
  readonly photos: readonly string[];
}

declare const rows: readonly Sighting[];
const source = createMemorySource(rows, { key: ({ id }) => id, inScope: () => true });

test("rows, core rows and rows of extensions are typed by the source and by one another", () => {
  const exporter = createArchiveExporter({
    source,
    core: { rowType: "Occurrence", fields: [{ term: "dwc:occurrenceID", value: ({ id }) => String(id) }] },
    extensions: [
      {
        rowType: "Multimedia",
        rows: (row) => row.photos,
        fields: [{ term: "dcterms:identifier", value: (url: string) => url }],
      },
    ],
    metadata: {},
  });
  expectTypeOf(exporter).toEqualTypeOf<ExporterClass>();
  createArchiveExporter({
    source,
    core: {
      rowType: "Event",
      of: (row) => ({ key: row.species.length }),
      fields: [{ term: "dwc:eventID", value: ({ key }) => String(key) }],
    },
    metadata: {},
  });
  createArchiveExporter({
    source,
    // @ts-expect-error a sighting has no weight
    core: { rowType: "Occurrence", fields: [{ term: "dwc:occurrenceID", value: ({ weight }) => String(weight) }] },
    metadata: {},
  });
});
