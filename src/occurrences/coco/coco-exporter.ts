import { z } from "zod";
import type { ExportRun } from "../../contracts/exporter.js";
import type { PreviewListener } from "../../contracts/preview-listener.js";
import type { RowErrorListener } from "../../contracts/row-format.js";
import { callPort } from "../../core/ports/call-port.js";
import { createTempFileSpool } from "../../packages/spool.js";
import { zip } from "../../packages/zip.js";
import { ZippedExporter, type ZippedSpec } from "../../packages/zipped-exporter.js";
import type { PublicSource } from "../../sensitivity/public-source.js";
import type { Occurrence } from "../model/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../model/occurrence-source.js";
import { CocoContent } from "./coco-content.js";
import { type CocoDataset, licenseOf } from "./coco-dataset.js";
import { previewCoco } from "./preview-coco.js";

/** The occurrences whose pictures are in one part of the spool, about. */
const PART = 50_000;

/** The bytes of each file of the spool that wait in memory. There are three files for each part, and all are open at once. */
const SPOOL_BYTES = 16 * 1024;

const NEEDS: readonly OccurrenceNeed[] = Object.freeze(["detections", "identificationFacts"] as const);

/** The choices of a request. */
const OPTIONS = z.strictObject({
  id_type: z.enum(["text", "integer"]).optional(),
  split: z.enum(["none", "deployment"]).optional(),
});

/** The parts of a COCO exporter that a host chooses. */
export interface CocoSpec extends ZippedSpec<Occurrence, OccurrenceQuery> {
  readonly source: PublicSource<OccurrenceSource>;
  readonly dataset: CocoDataset;
  readonly validationShare: number;
}

/** Writes occurrences as COCO Camera Traps, from one snapshot. */
export class CocoExporter extends ZippedExporter<Occurrence, OccurrenceQuery, OccurrenceSnapshot, CocoSpec> {
  override getQueryset(): OccurrenceQuery {
    return Object.freeze({ ...this.spec.source.queryset(), order: "id", needs: NEEDS });
  }

  override getOptions(): z.ZodObject {
    return OPTIONS;
  }

  protected override async *write(
    batches: AsyncIterable<readonly Occurrence[]>,
    onRowError: RowErrorListener,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { snapshot } = this;
    const { signal } = this.run;
    const { dataset, validationShare } = this.spec;
    const { id_type: ids, split } = OPTIONS.parse(this.dataExport.options);
    const project = await callPort("SOURCE_FAILED", () => snapshot.project(), signal);
    const count = await callPort("SOURCE_FAILED", () => snapshot.count(this.getFilteredQueryset()), signal);
    await using content = new CocoContent(createTempFileSpool(this.run, { bufferBytes: SPOOL_BYTES }), {
      ...{ project, dataset, validationShare, ids, split },
      parts: Math.min(64, Math.max(1, Math.ceil(count / PART))),
      warn: (...warning) => this.run.warn(...warning),
      onRowError,
    });
    for await (const batch of batches) await content.add(batch);
    yield* zip(await content.finish());
  }

  /** Shows the first rows of the lists, whichever file of a split they belong to. */
  protected override async *previewRows(
    batches: AsyncIterable<readonly Occurrence[]>,
    listener: PreviewListener,
  ): AsyncGenerator<void, void, undefined> {
    const { id_type: ids = "text" } = OPTIONS.parse(this.dataExport.options);
    const project = await callPort("SOURCE_FAILED", () => this.snapshot.project(), this.run.signal);
    const hasLicense = licenseOf(this.spec.dataset, project) !== null;
    const warn: ExportRun["warn"] = (...warning) => this.run.warn(...warning);
    yield* previewCoco(batches, { hasLicense, ids, warn, onRowError: this.onRowError }, listener);
  }
}
