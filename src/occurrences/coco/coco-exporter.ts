import { z } from "zod";
import type { Snapshot } from "../../contracts/data-source.js";
import type { ExportError } from "../../contracts/export-error.js";
import type { ExportRun } from "../../contracts/exporter.js";
import type { FilterBackend } from "../../contracts/filter-backend.js";
import type { RowErrorListener, RowFormat } from "../../contracts/row-format.js";
import { BaseExporter } from "../../core/exporters/base-exporter.js";
import { callPort } from "../../core/ports/call-port.js";
import { createTempFileSpool } from "../../packages/spool.js";
import { zip } from "../../packages/zip.js";
import type { PublicSource } from "../../sensitivity/public-source.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import type { Occurrence } from "../model/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../model/occurrence-source.js";
import { CocoContent } from "./coco-content.js";
import type { CocoDataset } from "./coco-dataset.js";

/** The occurrences whose pictures are in one part of the spool, about. */
const PART = 50_000;

const NEEDS: readonly OccurrenceNeed[] = Object.freeze(["detections", "identificationFacts"] as const);

/** The choices of a request. */
const OPTIONS = z.strictObject({
  id_type: z.enum(["text", "integer"]).optional(),
  split: z.enum(["none", "deployment"]).optional(),
});

/** The parts of a COCO exporter that a host chooses. */
export interface CocoSpec {
  readonly source: PublicSource<OccurrenceSource>;
  readonly filters: readonly FilterBackend<OccurrenceQuery>[];
  readonly dataset: CocoDataset;
  readonly validationShare: number;
  readonly rowErrors: "fail" | "skip";
  readonly batchSize: number;
}

/** Writes occurrences as COCO Camera Traps, from one snapshot. */
export class CocoExporter extends BaseExporter<Occurrence, OccurrenceQuery> {
  readonly #spec: CocoSpec;
  #snapshot: OccurrenceSnapshot | null = null;

  constructor(run: ExportRun, spec: CocoSpec) {
    super(run);
    this.#spec = spec;
  }

  override get batchSize(): number {
    return this.#spec.batchSize;
  }

  override get rowErrors(): "fail" | "skip" {
    return this.#spec.rowErrors;
  }

  override checkRow(row: Occurrence): Occurrence {
    return checkOccurrence(row);
  }

  jobName(): string {
    return exportJobName(this.dataExport.filters);
  }

  getSource(): OccurrenceSource {
    return this.#spec.source;
  }

  override getFilterBackends(): readonly FilterBackend<OccurrenceQuery>[] {
    return this.#spec.filters;
  }

  override getQueryset(): OccurrenceQuery {
    return Object.freeze({ ...this.#spec.source.queryset(), order: "id", needs: NEEDS });
  }

  override getOptions(): z.ZodObject {
    return OPTIONS;
  }

  getFormat(): RowFormat<Occurrence> {
    return {
      fileFormat: "zip",
      contentType: "application/zip",
      encode: (batches, onRowError = rethrow) => this.#write(batches, onRowError),
    };
  }

  protected override withSnapshot<Result>(
    use: (snapshot: Snapshot<Occurrence, OccurrenceQuery>) => Promise<Result>,
  ): Promise<Result> {
    return super.withSnapshot((snapshot) => {
      this.#snapshot = snapshot as OccurrenceSnapshot; // of an OccurrenceSource
      return use(snapshot);
    });
  }

  /** Called within `export`. */
  async *#write(
    batches: AsyncIterable<readonly Occurrence[]>,
    onRowError: RowErrorListener,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const snapshot = this.#snapshot;
    if (snapshot === null) throw new TypeError("A COCO file is encoded within export().");
    const { signal } = this.run;
    const { dataset, validationShare } = this.#spec;
    const { id_type: ids, split } = OPTIONS.parse(this.dataExport.options);
    const project = await callPort("SOURCE_FAILED", () => snapshot.project(), signal);
    const count = await callPort("SOURCE_FAILED", () => snapshot.count(this.getFilteredQueryset()), signal);
    await using content = new CocoContent(createTempFileSpool(this.run), {
      ...{ project, dataset, validationShare, ids, split },
      parts: Math.min(64, Math.max(1, Math.ceil(count / PART))),
      warn: (...warning) => this.run.warn(...warning),
      onRowError,
    });
    for await (const batch of batches) await content.add(batch);
    yield* zip(await content.finish());
  }
}

function rethrow(error: ExportError): never {
  throw error;
}
