import type { ExportWarning } from "../contracts/export-record.js";
import type { WarningListener } from "../contracts/row-format.js";

/** Adds up warnings by their codes, and passes them on. */
export class WarningCounts {
  readonly #byCode = new Map<string, ExportWarning>();
  readonly #next: WarningListener | undefined;

  constructor(next?: WarningListener) {
    this.#next = next;
  }

  readonly add = (code: string, count: number, sample: string | null): void => {
    const { count: before = 0, sample: first = sample } = this.#byCode.get(code) ?? {};
    this.#byCode.set(code, { code, count: before + count, sample: first });
    this.#next?.(code, count, sample ?? "");
  };

  /** Each code once, in the order in which they came. */
  get all(): readonly ExportWarning[] {
    return [...this.#byCode.values()];
  }
}
