/** A host that listens to running jobs: here it keeps the percentages, elsewhere it would push them to a socket. */
import assert from "node:assert/strict";
import {
  BaseExporter,
  createMemorySource,
  csv,
  ExportRegistry,
  type Id,
  type JobStage,
  type MemoryQuery,
  type ProgressReporter,
} from "vasculum";
import { createTestService } from "../test-service.js";

interface Sighting {
  readonly id: number;
}

const sightings: readonly Sighting[] = Array.from({ length: 2_000 }, (_, index) => ({ id: index + 1 }));
const source = createMemorySource(sightings, { key: ({ id }) => id, inScope: () => true });

class Sightings extends BaseExporter<Sighting, MemoryQuery<Sighting>> {
  getSource() {
    return source;
  }
  getFormat() {
    return csv<Sighting>([{ name: "id", value: ({ id }) => id }]);
  }
}

// #region reporter
/** The newest state of every stage, and a promise of the end. */
class Dashboard implements ProgressReporter {
  readonly lines: string[] = [];
  #ended = (): void => undefined;
  readonly ended = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  addStage(jobId: Id, stage: JobStage): void {
    this.updateStage(jobId, stage);
  }

  updateStage(jobId: Id, { key, name, progress, params }: JobStage): void {
    const facts = params.map((param) => `${param.name}: ${param.value}`).join(", ");
    this.lines.push(`${jobId} ${name} ${Math.round(progress * 100)}% (${facts})`);
    if (key === "uploading_snapshot" && progress === 1) this.#ended();
  }
}
// #endregion

const progress = new Dashboard();
const registry = new ExportRegistry();
registry.register("sightings")(Sightings);
const { record } = await createTestService(registry, { progress }).exportText({ project: 1, format: "sightings" });
await progress.ended;

assert.equal(record.status, "succeeded");
assert.match(progress.lines[0] ?? "", /^1 Exporting data 0% /);
assert.match(progress.lines[1] ?? "", /^1 Uploading snapshot 0% /);
assert.ok(
  progress.lines.includes("1 Exporting data 100% (Number of records exported: 2000, Total records to export: 2000)"),
);
