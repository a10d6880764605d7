const FREE = -1;
const GOLDEN_RATIO = 0x9e3779b1;

/**
 * The ids of a part that were seen: numbers from 0, and texts. Numbers stand in one piece of memory, which serves part after part. A Set would
 * leave its tables to the collector, each of them larger than the one before.
 */
export class SeenIds {
  #numbers = new Float64Array(2 ** 12).fill(FREE);
  #count = 0;
  readonly #texts = new Set<string>();

  /** Returns whether the id is new. */
  add(id: number | string): boolean {
    if (typeof id === "string") return this.#texts.size < this.#texts.add(id).size;
    if (2 * this.#count >= this.#numbers.length) this.#grow();
    const place = this.#placeOf(id);
    if (this.#numbers[place] === id) return false;
    this.#numbers[place] = id;
    this.#count += 1;
    return true;
  }

  clear(): void {
    this.#numbers.fill(FREE);
    this.#count = 0;
    this.#texts.clear();
  }

  /** The place of the id, or a free one for it. */
  #placeOf(id: number): number {
    const last = this.#numbers.length - 1;
    let place = (Math.imul(id ^ (id / 2 ** 32), GOLDEN_RATIO) >>> 8) & last;
    while (this.#numbers[place] !== id && this.#numbers[place] !== FREE) place = (place + 1) & last;
    return place;
  }

  #grow(): void {
    const smaller = this.#numbers;
    this.#numbers = new Float64Array(2 * smaller.length).fill(FREE);
    for (const id of smaller) if (id !== FREE) this.#numbers[this.#placeOf(id)] = id;
  }
}
