import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { RowErrorListener, WarningListener } from "../../contracts/row-format.js";
import type { ZipEntry } from "../../packages/zip.js";
import type { Spool } from "../../packages/spool.js";
import type { Occurrence } from "../model/occurrence.js";
import type { ProjectDescription } from "../model/occurrence-source.js";
import { CocoCategories } from "./coco-categories.js";
import { CocoFile, type CocoFrame, type CocoIds } from "./coco-file.js";
import { type CocoDataset, cocoInfo, licenseOf, NewestTime } from "./coco-dataset.js";
import { annotationLine, imageLine, resultLine } from "./coco-lines.js";
import { type CocoContext, cocoRows } from "./coco-rows.js";
import { CocoSpool } from "./coco-spool.js";
import { type CocoFileName, type CocoSplit, FILES, splitOf } from "./split-of.js";

/** Options of {@link CocoContent}. */
export interface CocoContentOptions {
  readonly project: ProjectDescription;
  readonly dataset: CocoDataset;
  readonly ids?: CocoIds | undefined;
  readonly split?: CocoSplit | undefined;
  readonly validationShare: number;
  /** The number of parts of the spool. */
  readonly parts: number;
  readonly warn: WarningListener;
  readonly onRowError: RowErrorListener;
}

/** Collects the rows of occurrences, and gives the files once all are there. */
export class CocoContent implements AsyncDisposable {
  readonly #options: CocoContentOptions;
  readonly #spool: CocoSpool;
  readonly #categories = new CocoCategories();
  readonly #newest = new NewestTime();
  readonly #context: CocoContext;
  readonly #filled = new Set<CocoFileName>();

  constructor(spool: Spool, options: CocoContentOptions) {
    this.#options = options;
    this.#spool = new CocoSpool(spool, options.parts);
    this.#newest.addTime(options.project.updatedAt);
    this.#context = {
      hasLicense: licenseOf(options.dataset, options.project) !== null,
      numberOf: (taxon) => this.#categories.numberOf(taxon),
    };
  }

  /** Settles when there is room for more. */
  async add(batch: readonly Occurrence[]): Promise<void> {
    const doubts = new Map<string, { readonly count: number; readonly sample: string }>();
    for (const occurrence of batch) {
      for (const code of this.#addOne(occurrence)) {
        const { count, sample } = doubts.get(code) ?? { count: 0, sample: `row ${occurrence.id}` };
        doubts.set(code, { count: count + 1, sample });
      }
    }
    for (const [code, { count, sample }] of doubts) this.#options.warn(code, count, sample);
    await this.#spool.flush();
  }

  /** The files of the zip. Read them in their order. */
  async finish(): Promise<readonly ZipEntry[]> {
    await this.#spool.close();
    const { project, dataset, ids = "text", split = "none" } = this.#options;
    const { categories, ids: categoryIds } = this.#categories.finish();
    const { licenses, info } = cocoInfo(dataset, project, this.#newest.newest);
    const frame: CocoFrame = { ids, categoryIds, members: { categories, licenses, info } };
    const empty = FILES[split].filter((name) => !this.#filled.has(name));
    if (split !== "none" && this.#filled.size > 0 && empty[0] !== undefined)
      this.#options.warn("SPLIT_EMPTY", empty.length, `${empty[0]}.json`);
    return FILES[split].flatMap((name) => {
      const file = new CocoFile(this.#spool, name, frame);
      const results = split === "none" ? "results.json" : `${name}_results.json`;
      return [
        { name: `${name}.json`, chunks: file.chunks() },
        { name: results, chunks: file.results() },
      ];
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
  }

  /** Nothing of an occurrence that cannot be written is kept. */
  #addOne(occurrence: Occurrence): readonly string[] {
    const { split = "none", validationShare: share, onRowError } = this.#options;
    const file = splitOf(occurrence, { split, share });
    try {
      const { images, annotations, results, doubts } = cocoRows(occurrence, this.#context);
      const kept = [
        ...images.map((row) => ({ list: "images", imageId: row.id, line: imageLine(row) }) as const),
        ...annotations.map(
          (row) => ({ list: "annotations", imageId: row.image_id, line: annotationLine(row) }) as const,
        ),
        ...results.map((row) => ({ list: "results", imageId: row.image_id, line: resultLine(row) }) as const),
      ];
      for (const { list, ...row } of kept) this.#spool.add(file, list, row);
      if (images.length > 0) this.#filled.add(file);
      this.#newest.add(occurrence);
      return doubts;
    } catch (cause) {
      onRowError(unwritableRow(occurrence.id, cause));
      return [];
    }
  }
}

/** The error for an occurrence that cannot be written. */
export function unwritableRow(id: Id, cause: unknown): ExportError {
  const details = [{ path: ["rows", id], code: "unwritable_value", message: "The row cannot be written." }];
  return new ExportError("ROW_ENCODING", { cause, details });
}
