import { z } from "zod";
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
