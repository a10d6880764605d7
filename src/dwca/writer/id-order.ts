import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";

/** Watches that ids rise, so that none can come twice. Without an order it watches nothing. */
export class IdOrder {
  readonly #compare: ((a: Id, b: Id) => number) | undefined;
  #last: Id | null = null;

  constructor(compare: ((a: Id, b: Id) => number) | undefined) {
    this.#compare = compare;
  }

  /** @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when the id does not come after the one before. */
  follow(id: Id): void {
    if (this.#compare === undefined) return;
    if (this.#last !== null && this.#compare(this.#last, id) >= 0) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
    this.#last = id;
  }

  /** Starts the order again from here. */
  restart(): void {
    this.#last = null;
  }
}
