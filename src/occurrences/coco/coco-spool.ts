import { lineGroupsOf } from "../../packages/lines-of.js";
import { openSpoolFile, type SpoolFile } from "../../packages/spool-file.js";
import type { Spool } from "../../packages/spool.js";
import type { CocoLine } from "./coco-lines.js";
import type { CocoList } from "./coco-records.js";

/**
 * Keeps the rows of all lists, as lines, spread over parts by the picture they belong to. A part is small
 * enough to be held in memory. So a picture with many occurrences is found again.
 */
export class CocoSpool implements AsyncDisposable {
  readonly parts: number;
  readonly #spool: Spool;
  readonly #files = new Map<string, SpoolFile>();
  readonly #waiting = new Map<string, string>();

  constructor(spool: Spool, parts: number) {
    this.#spool = spool;
    this.parts = parts;
  }

  add(file: string, list: CocoList, { imageId, line }: { readonly imageId: string; readonly line: CocoLine }): void {
    const name = nameOf(file, list, hash(imageId) % this.parts);
    this.#waiting.set(name, `${this.#waiting.get(name) ?? ""}${line}\n`);
  }

  /** Keeps what was added. Settles when there is room for more. */
  async flush(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [name, text] of waiting) {
      const file = this.#files.get(name) ?? openSpoolFile(this.#spool, name);
      this.#files.set(name, file);
      await file.add(text);
    }
  }

  async close(): Promise<void> {
    await this.flush();
    await Promise.all([...this.#files.values()].map((file) => file.close()));
  }

  /** The lines of a part, in the order in which they were added, several at once. May be read again. */
  async *lines(file: string, list: CocoList, part: number): AsyncGenerator<readonly CocoLine[], void, undefined> {
    const name = nameOf(file, list, part);
    if (!this.#files.has(name)) return;
    yield* lineGroupsOf(this.#spool.read(name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file[Symbol.asyncDispose]()));
  }
}

function nameOf(file: string, list: CocoList, part: number): string {
  return `${file}-${list}-${part}`;
}

/** FNV-1a, 32 bits: the same in every run, since it decides about the order of a file. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
