import { expect, test } from "vitest";
import { createDwcaExporter } from "../../src/occurrences/archive/create-dwca-exporter.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";

test.each([
  [{}, "Export occurrences"],
  [{ score_min: 0.5 }, "Export occurrences"],
  [{ collection_id: 7 }, "Export occurrences for capture set 7"],
  [{ collection: "7f" }, "Export occurrences for capture set 7f"],
  [{ collection_id: 7, collection: 7 }, "Export occurrences for capture set 7"],
])("the job of an export with the filters %j is called %j, whatever the format", (filters, name) => {
  const source = createMemoryOccurrenceSource({});
  for (const Exporter of [
    createCsvExporter({ source }),
    createJsonExporter({ source }),
    createDwcaExporter({ source }),
  ]) {
    const run = { dataExport: { id: null, projectId: 1, userId: 2, format: "any", filters } };
    expect(new Exporter(run as never).jobName?.()).toBe(name);
  }
});
