import { ExportError } from "../../contracts/export-error.js";

/**
 * Stands for a value that was not read, since its row is larger than the limit. No format can write it: who needs it gets `ROW_ENCODING`,
 * who does not has the rest of the row.
 */
export class UnreadValue {
  readonly #rowBytes: number;

  constructor(rowBytes: number) {
    this.#rowBytes = rowBytes;
  }

  toJSON(): never {
    throw this.#error();
  }

  [Symbol.toPrimitive](): never {
    throw this.#error();
  }

  #error(): ExportError {
    const mebibytes = Math.ceil(this.#rowBytes / 1024 / 1024).toLocaleString("en-US");
    return new ExportError("ROW_ENCODING", { message: `The row has ${mebibytes} MiB, more than a row may have.` });
  }
}
