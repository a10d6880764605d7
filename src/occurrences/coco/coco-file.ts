import { jsonText } from "../../formats/json-text.js";
import { idOf, partsOf, rowText } from "./coco-lines.js";
import type { CocoAnnotation } from "./coco-records.js";
import type { CocoSpool } from "./coco-spool.js";
import { SeenIds } from "./seen-ids.js";

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
  readonly #seenImages = new SeenIds();
  readonly #seenAnnotations = new SeenIds();

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
  async *#images(): Texts {
    let count = 0;
    for (let part = 0; part < this.#spool.parts; part += 1) {
      this.#before[part] = count;
      for await (const images of this.#imagesOf(part))
        yield images.map(({ id, rest }) => {
          count += 1;
          return rowText({ id: this.#frame.ids === "integer" ? count : id }, rest);
        });
    }
  }

  async *#imagesOf(part: number): AsyncGenerator<readonly SpooledImage[], void, undefined> {
    this.#seenImages.clear();
    for await (const lines of this.#spool.lines(this.#file, "images", part))
      yield lines.flatMap((line): readonly SpooledImage[] => {
        const [id = "", rest = ""] = partsOf(line);
        const key = idOf(id);
        return this.#seenImages.add(key) ? [{ key, id, rest }] : [];
      });
  }

  /** An annotation whose detection belongs to a second occurrence is named after both. */
  async *#annotations(): Texts {
    let count = 0;
    for (let part = 0; part < this.#spool.parts; part += 1) {
      const seen = this.#seenAnnotations;
      seen.clear();
      const numbers = await this.#numbersOf(part);
      for await (const lines of this.#spool.lines(this.#file, "annotations", part))
        yield lines.map((line) => {
          const [id = "", imageId = "", category = "", rest = ""] = partsOf(line);
          const isNew = seen.add(idOf(id));
          const name = isNew ? id : ofTrack(id, rest);
          if (!isNew) seen.add(idOf(name));
          count += 1;
          const own = { id: this.#frame.ids === "integer" ? count : name };
          return rowText({ ...own, ...this.#linked(imageId, category, numbers) }, rest);
        });
    }
  }

  async *#results(): Texts {
    for (let part = 0; part < this.#spool.parts; part += 1) {
      const numbers = await this.#numbersOf(part);
      for await (const lines of this.#spool.lines(this.#file, "results", part))
        yield lines.map((line) => {
          const [imageId = "", category = "", rest = ""] = partsOf(line);
          return rowText(this.#linked(imageId, category, numbers), rest);
        });
    }
  }

  /** The numbers of a part's pictures; null where pictures have texts. */
  async #numbersOf(part: number): Promise<ReadonlyMap<number | string, number> | null> {
    if (this.#frame.ids === "text") return null;
    const numbers = new Map<number | string, number>();
    for await (const images of this.#imagesOf(part))
      for (const { key } of images) numbers.set(key, (this.#before[part] ?? 0) + numbers.size + 1);
    return numbers;
  }

  /** The picture and the category of a row as the file names them. */
  #linked(imageId: string, category: string, numbers: ReadonlyMap<number | string, number> | null) {
    const image = numbers === null ? imageId : (numbers.get(idOf(imageId)) ?? "null");
    return { image_id: image, category_id: this.#frame.categoryIds[Number(category)] ?? "null" };
  }
}

/** The rows of a list, several at once, as texts. */
type Texts = AsyncGenerator<readonly string[], void, undefined>;

/** A picture that is still JSON, but for the key by which it is found. */
interface SpooledImage {
  readonly key: number | string;
  readonly id: string;
  readonly rest: string;
}

/** The id of an annotation with that of its occurrence, as JSON. */
function ofTrack(id: string, rest: string): string {
  const { track_id: track } = JSON.parse(rest) as Pick<CocoAnnotation, "track_id">;
  return text(`${idOf(id)}-${track}`);
}

/** A list with a row a line. */
async function* listChunks(groups: Texts): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting = "[";
  let separator = "\n";
  for await (const rows of groups) {
    for (const row of rows) {
      waiting += separator + row;
      separator = ",\n";
    }
    if (waiting.length < CHUNK) continue;
    yield Buffer.from(waiting);
    waiting = "";
  }
  yield Buffer.from(`${waiting}\n]`);
}

function text(value: unknown): string {
  return jsonText(value, () => undefined);
}
