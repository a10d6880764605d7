import type { CocoAnnotation, CocoImage, CocoResult } from "./coco-records.js";
import { jsonText } from "../../formats/json-text.js";
import type { CocoSpool } from "./coco-spool.js";

/** The names of pictures and annotations in a file: the texts of the format, or numbers from 1. */
export type CocoIds = "text" | "integer";

/** The part that the files of a zip share, known once all rows are. */
export interface CocoFrame {
  readonly ids: CocoIds;
  /** For each number of a category its id. */
  readonly categoryIds: readonly number[];
  /** The members after the lists: categories, licences, info. */
  readonly members: Readonly<Record<string, unknown>>;
}

const CHUNK = 64 * 1024;

/** One COCO file and its results. The file is read before the results. */
export class CocoFile {
  readonly #spool: CocoSpool;
  readonly #file: string;
  readonly #frame: CocoFrame;
  /** For each part, the number of pictures in those before it. */
  readonly #before: number[] = [];

  constructor(spool: CocoSpool, file: string, frame: CocoFrame) {
    this.#spool = spool;
    this.#file = file;
    this.#frame = frame;
  }

  /** The file: `images` and `annotations`, then what is known last. */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield Buffer.from('{"images":');
    yield* listChunks(this.#images());
    yield Buffer.from(',\n"annotations":');
    yield* listChunks(this.#annotations());
    const members = Object.entries(this.#frame.members);
    yield Buffer.from(`${members.map(([name, value]) => `,\n"${name}":${text(value)}`).join("")}}\n`);
  }

  /** The results: one list. */
  async *results(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* listChunks(this.#results());
    yield Buffer.from("\n");
  }

  /** A picture that several occurrences are on comes once. */
  async *#images(): AsyncGenerator<unknown, void, undefined> {
    let count = 0;
    for (let part = 0; part < this.#spool.parts; part += 1) {
      this.#before[part] = count;
      for await (const image of this.#imagesOf(part)) {
        count += 1;
        yield { ...image, id: this.#frame.ids === "integer" ? count : image.id };
      }
    }
  }

  async *#imagesOf(part: number): AsyncGenerator<CocoImage, void, undefined> {
    const seen = new Set<string>();
    for await (const line of this.#spool.lines(this.#file, "images", part)) {
      const image = JSON.parse(line) as CocoImage;
      if (seen.has(image.id)) continue;
      seen.add(image.id);
      yield image;
    }
  }

  /** An annotation whose detection belongs to a second occurrence is named after both. */
  async *#annotations(): AsyncGenerator<unknown, void, undefined> {
    let count = 0;
    for (let part = 0; part < this.#spool.parts; part += 1) {
      const seen = new Set<string>();
      const numbers = await this.#numbersOf(part);
      for await (const line of this.#spool.lines(this.#file, "annotations", part)) {
        const annotation = JSON.parse(line) as CocoAnnotation;
        const id = seen.has(annotation.id) ? `${annotation.id}-${annotation.track_id}` : annotation.id;
        seen.add(id);
        count += 1;
        yield { ...this.#linked(annotation, numbers), id: this.#frame.ids === "integer" ? count : id };
      }
    }
  }

  async *#results(): AsyncGenerator<unknown, void, undefined> {
    for (let part = 0; part < this.#spool.parts; part += 1) {
      const numbers = await this.#numbersOf(part);
      for await (const line of this.#spool.lines(this.#file, "results", part))
        yield this.#linked(JSON.parse(line) as CocoResult, numbers);
    }
  }

  /** The numbers of a part's pictures; null where pictures have texts. */
  async #numbersOf(part: number): Promise<ReadonlyMap<string, number> | null> {
    if (this.#frame.ids === "text") return null;
    const numbers = new Map<string, number>();
    for await (const { id } of this.#imagesOf(part)) numbers.set(id, (this.#before[part] ?? 0) + numbers.size + 1);
    return numbers;
  }

  /** The row with its picture and its category as the file names them. */
  #linked(row: CocoAnnotation | CocoResult, numbers: ReadonlyMap<string, number> | null): object {
    const image = numbers === null ? row.image_id : numbers.get(row.image_id);
    return { ...row, image_id: image, category_id: this.#frame.categoryIds[row.category_id] };
  }
}

/** A list with a row a line. */
async function* listChunks(rows: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting = "[";
  let separator = "\n";
  for await (const row of rows) {
    waiting += separator + text(row);
    separator = ",\n";
    if (waiting.length < CHUNK) continue;
    yield Buffer.from(waiting);
    waiting = "";
  }
  yield Buffer.from(`${waiting}\n]`);
}

function text(value: unknown): string {
  return jsonText(value, () => undefined);
}
