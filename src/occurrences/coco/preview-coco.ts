import type { PreviewedTable, PreviewListener } from "../../contracts/preview-listener.js";
import type { RowErrorListener, WarningListener } from "../../contracts/row-format.js";
import { jsonText } from "../../formats/json-text.js";
import type { Occurrence } from "../model/occurrence.js";
import { CocoCategories } from "./coco-categories.js";
import { unwritableRow } from "./coco-content.js";
import type { CocoIds } from "./coco-file.js";
import type { CocoAnnotation, CocoCategory, CocoImage, CocoResult } from "./coco-records.js";
import { cocoRows, type CocoRows } from "./coco-rows.js";

/** The choices that a preview shares with the file. */
export interface CocoPreviewOptions {
  readonly hasLicense: boolean;
  readonly ids: CocoIds;
  readonly warn: WarningListener;
  readonly onRowError: RowErrorListener;
}

/** The rows of a list that are shown, and the pictures among which their numbers are looked for. */
const SHOWN = 20;
const MOST_IMAGES = 1_000;

const IMAGES = tableOf<CocoImage>("images", [
  ...(["id", "file_name", "width", "height", "datetime", "location", "seq_id", "license", "coco_url"] as const),
]);
const ANNOTATIONS = tableOf<CocoAnnotation>("annotations", [
  ...(["id", "image_id", "category_id", "bbox", "area", "iscrowd", "track_id"] as const),
]);
const RESULTS = tableOf<CocoResult>("results", ["image_id", "category_id", "bbox", "score", "algorithm"]);
const CATEGORIES = tableOf<CocoCategory>("categories", ["id", "name", "supercategory", "rank", "taxon_id"]);

/** Shows the first rows of each list to a preview. Categories have the ids of a file that ends with these rows. */
export async function* previewCoco(
  batches: AsyncIterable<readonly Occurrence[]>,
  { hasLicense, ids, warn, onRowError }: CocoPreviewOptions,
  listener: PreviewListener,
): AsyncGenerator<void, void, undefined> {
  for (const table of [IMAGES, ANNOTATIONS, CATEGORIES, RESULTS]) listener.onTable(table);
  const first = new FirstRows(ids);
  const context = { hasLicense, numberOf: first.categories.numberOf.bind(first.categories) };
  for await (const batch of batches) {
    for (const occurrence of batch) {
      try {
        const rows = cocoRows(occurrence, context);
        for (const code of rows.doubts) warn(code, 1, `row ${occurrence.id}`);
        first.add(rows, listener);
      } catch (cause) {
        onRowError(unwritableRow(occurrence.id, cause));
      }
    }
    yield;
  }
  first.end(listener);
}

/** The first rows of the lists: labels and predictions wait until there are enough, since their categories have no ids yet. */
class FirstRows {
  readonly categories = new CocoCategories();
  readonly #ids: CocoIds;
  readonly #images = new Map<string, number>();
  readonly #annotations: CocoAnnotation[] = [];
  readonly #results: CocoResult[] = [];
  #isShown = false;

  constructor(ids: CocoIds) {
    this.#ids = ids;
  }

  add({ images, annotations, results }: CocoRows, listener: PreviewListener): void {
    if (this.#isShown) return;
    for (const image of images) this.#addImage(image, listener);
    this.#annotations.push(...annotations);
    this.#results.push(...results);
    const isFull = this.#annotations.length >= SHOWN && this.#results.length >= SHOWN;
    if (isFull || this.#images.size >= MOST_IMAGES) this.end(listener);
  }

  end(listener: PreviewListener): void {
    if (this.#isShown) return;
    this.#isShown = true;
    const { categories, ids } = this.categories.finish();
    for (const category of categories) show(listener, CATEGORIES, category);
    const linked = <Row extends CocoAnnotation | CocoResult>(row: Row): Record<string, unknown> => ({
      ...row,
      ...{ image_id: this.#idOf(row.image_id), category_id: ids[row.category_id] },
    });
    for (const [index, row] of this.#annotations.slice(0, SHOWN).entries())
      show(listener, ANNOTATIONS, { ...linked(row), ...(this.#ids === "integer" ? { id: index + 1 } : {}) });
    for (const row of this.#results.slice(0, SHOWN)) show(listener, RESULTS, linked(row));
  }

  #addImage(image: CocoImage, listener: PreviewListener): void {
    if (this.#images.has(image.id)) return;
    this.#images.set(image.id, this.#images.size + 1);
    show(listener, IMAGES, { ...image, id: this.#idOf(image.id) });
  }

  #idOf(image: string): string | number {
    return this.#ids === "text" ? image : (this.#images.get(image) ?? 0);
  }
}

function tableOf<Row>(name: string, columns: readonly (keyof Row & string)[]): PreviewedTable {
  return { name, columns: columns.map((column) => ({ name: column, term: null })), link: null, isCounted: false };
}

function show(listener: PreviewListener, table: PreviewedTable, row: object): void {
  const values = new Map<string, unknown>(Object.entries(row));
  const cells = table.columns.map(({ name }) => values.get(name));
  listener.onRow(
    table,
    cells.map((value) => (value === undefined ? "" : jsonText(value, () => undefined))),
  );
}
