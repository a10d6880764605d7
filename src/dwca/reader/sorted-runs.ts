import type { ScratchFile } from "./scratch-file.js";

/** The items that are sorted: a key, and a text that goes with it. */
export interface Keyed<Key> {
  readonly key: Key;
  readonly text: string;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

const RUN_CHARACTERS = 8 * 1024 ** 2;
const MOST_RUNS = 64;
const BLOCK = 128 * 1024;

/**
 * Sorts any number of texts by their keys, in bounded memory. Runs that fit are sorted and written to the scratch file,
 * and read back as one. Texts of equal keys keep the order in which they were added.
 */
export class SortedRuns<Key extends string | number> {
  readonly #scratch: ScratchFile;
  readonly #compare: (a: Key, b: Key) => number;
  #waiting: Keyed<Key>[] = [];
  #characters = 0;
  #runs: Run[] = [];

  constructor(scratch: ScratchFile, compare: (a: Key, b: Key) => number) {
    this.#scratch = scratch;
    this.#compare = compare;
  }

  /** @param text - without line ends, such as JSON. */
  add(key: Key, text: string): void {
    this.#waiting.push({ key, text });
    this.#characters += text.length + 32;
    if (this.#characters > RUN_CHARACTERS) this.#writeWaiting();
  }

  /** All texts, by their keys. May be read again, and several times at once; nothing may be added after. */
  *read(): Generator<Keyed<Key>, void, undefined> {
    if (this.#runs.length > 0) this.#writeWaiting();
    else this.#waiting.sort((a, b) => this.#compare(a.key, b.key));
    yield* this.#runs.length === 0 ? this.#waiting : this.#merged(this.#runs);
  }

  #writeWaiting(): void {
    const waiting = this.#waiting.sort((a, b) => this.#compare(a.key, b.key));
    this.#waiting = [];
    this.#characters = 0;
    if (waiting.length > 0) this.#runs.push(this.#write(waiting));
    if (this.#runs.length >= MOST_RUNS) this.#runs = [this.#write(this.#merged(this.#runs))];
  }

  #write(items: Iterable<Keyed<Key>>): Run {
    const from = this.#scratch.size;
    let lines = "";
    for (const { key, text } of items) {
      lines += `${JSON.stringify(key)}\t${text}\n`;
      if (lines.length < BLOCK) continue;
      this.#scratch.append(Buffer.from(lines));
      lines = "";
    }
    this.#scratch.append(Buffer.from(lines));
    return { from, to: this.#scratch.size };
  }

  /** Earlier runs come first among equal keys. */
  *#merged(runs: readonly Run[]): Generator<Keyed<Key>, void, undefined> {
    const heads = runs.flatMap((run) => {
      const items = this.#items(run);
      const { value } = items.next();
      return value ? [{ items, head: value }] : [];
    });
    while (heads.length > 0) {
      let least = 0;
      for (let index = 1; index < heads.length; index += 1) {
        const [a, b] = [heads[least], heads[index]];
        if (a && b && this.#compare(b.head.key, a.head.key) < 0) least = index;
      }
      const first = heads[least];
      if (first === undefined) return;
      yield first.head;
      const { value } = first.items.next();
      if (value) first.head = value;
      else heads.splice(least, 1);
    }
  }

  *#items({ from, to }: Run): Generator<Keyed<Key>, void, undefined> {
    let rest: Buffer = Buffer.alloc(0);
    for (let at = from; at < to; at += BLOCK) {
      const bytes = Buffer.concat([rest, this.#scratch.read(at, Math.min(BLOCK, to - at))]);
      const end = bytes.lastIndexOf(10) + 1;
      rest = bytes.subarray(end);
      for (const line of bytes.toString("utf8", 0, end).split("\n")) {
        if (line === "") continue;
        const tab = line.indexOf("\t");
        yield { key: JSON.parse(line.slice(0, tab)) as Key, text: line.slice(tab + 1) };
      }
    }
  }
}
