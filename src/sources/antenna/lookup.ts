import type { Text } from "./antenna-values.js";

/** Reads a thing that was looked up; null for the id null, and for an unknown id. */
export type Found<Value> = (id: Text) => Value | null;

const LIMIT = 10_000;

/** Things that many rows point at, such as taxa: each is loaded once per snapshot, 10,000 are remembered. */
export class Lookup<Value> {
  readonly #load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  #known = new Map<string, Value | null>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {
    this.#load = load;
  }

  /** Loads those of the ids that are not known yet, after what was asked for before. */
  find(ids: Iterable<Text>): Promise<Found<Value>> {
    const found = this.#last.then(() => this.#find(ids));
    this.#last = found.catch(() => undefined);
    return found;
  }

  async #find(ids: Iterable<Text>): Promise<Found<Value>> {
    const wanted = [...new Set(ids)].filter((id) => id !== null);
    if (this.#known.size + wanted.length > LIMIT) this.#known = new Map();
    const known = this.#known;
    const missing = wanted.filter((id) => !known.has(id));
    if (missing.length > 0) {
      const loaded = await this.#load(missing);
      for (const id of missing) known.set(id, loaded.get(id) ?? null);
    }
    return (id) => (id === null ? null : (known.get(id) ?? null));
  }
}
