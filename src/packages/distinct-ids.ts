import { ExportError } from "../contracts/export-error.js";
import { linesOf } from "./lines-of.js";
import type { Spool } from "./spool.js";

/** The number of ids held at once; more are checked in several passes over the spool. */
const HELD = 500_000;

/**
 * Refuses an id that comes twice, however many there are, in bounded memory: the first ids are checked as they come, all others when
 * the last is known.
 */
export class DistinctIds {
  readonly #seen = new Set<string>();
  #count = 0;

  /** @param refuse - makes the error for an id that comes twice. */
  constructor(private readonly refuse: (id: string) => ExportError) {}

  /** @throws what `refuse` makes. */
  add(id: string): void {
    this.#count += 1;
    if (this.#seen.has(id)) throw this.refuse(id);
    if (this.#seen.size < HELD) this.#seen.add(id);
  }

  /**
   * Checks what `add` could not hold.
   *
   * @param name - of the spool's file with one id per line.
   * @throws what `refuse` makes.
   */
  async finish(spool: Spool, name: string): Promise<void> {
    const passes = Math.ceil(this.#count / HELD);
    for (let pass = 0; passes > 1 && pass < passes; pass += 1) {
      const seen = new Set<string>();
      for await (const id of linesOf(spool.read(name))) {
        if (hash(id) % passes !== pass) continue;
        if (seen.has(id)) throw this.refuse(id);
        seen.add(id);
      }
    }
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
