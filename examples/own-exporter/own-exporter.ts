/** An exporter of one's own, over rows of one's own: written, registered and run. */
import assert from "node:assert/strict";
import { BaseExporter, createMemorySource, csv, ExportRegistry, type MemoryQuery } from "vasculum";
import { createTestService } from "../test-service.js";

// #region exporter
interface NightRow {
  readonly id: number;
  readonly project: number;
  readonly night: string;
  readonly moths: number;
}

const nights: readonly NightRow[] = [
  { id: 1, project: 1, night: "2023-06-18", moths: 112 },
  { id: 2, project: 1, night: "2023-06-19", moths: 87 },
  { id: 3, project: 2, night: "2023-06-19", moths: 4 },
];

const source = createMemorySource(nights, {
  key: ({ id }) => id,
  inScope: ({ project }, scope) => project === scope.projectId,
});

const COLUMNS = csv<NightRow>([
  { name: "night", value: ({ night }) => night },
  { name: "moths", value: ({ moths }) => moths },
]);

class NightlyCounts extends BaseExporter<NightRow, MemoryQuery<NightRow>> {
  getSource() {
    return source;
  }
  getFormat() {
    return COLUMNS;
  }
}

const registry = new ExportRegistry();
registry.register("nightly_counts")(NightlyCounts);
// #endregion

const { record, text } = await createTestService(registry).exportText({ project: 1, format: "nightly_counts" });
assert.equal(record.recordCount, 2);
assert.equal(text, "night,moths\r\n2023-06-18,112\r\n2023-06-19,87\r\n");
