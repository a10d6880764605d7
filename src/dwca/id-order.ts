import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";

/** Watches that ids rise: in the order they come in, none can then come twice. */
export class IdOrder {
  readonly #compare: (a: Id, b: Id) => number;
  #last: Id | null = null;

  constructor(compare: (a: Id, b: Id) => number) {
    this.#compare = compare;
  }

  /** @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when the id does not come after the one before. */
  follow(id: Id): void {
    if (this.#last !== null && this.#compare(this.#last, id) >= 0) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
    this.#last = id;
  }

  /** From here on the order starts anew. */
  restart(): void {
    this.#last = null;
  }
}
