import { isoDate } from "../values/iso-date.js";

/** Finds the newest of the times at which rows were changed. */
export class NewestChange<Row> {
  readonly #changedAt: ((row: Row) => string | null | undefined) | undefined;
  #newest: { readonly text: string; readonly time: number } | null = null;

  constructor(changedAt?: (row: Row) => string | null | undefined) {
    this.#changedAt = changedAt;
  }

  /** As the row has it; null where no row has one. */
  get text(): string | null {
    return this.#newest?.text ?? null;
  }

  add(row: Row): void {
    const text = this.#changedAt?.(row);
    if (text === null || text === undefined) return;
    const standard = isoDate(text) ?? "";
    // A time without an offset is read as UTC, on every machine.
    const time = Date.parse(
      /T.*(?:Z|[+-]\d\d:\d\d)$/.test(standard) || !standard.includes("T") ? standard : `${standard}Z`,
    );
    if (time > (this.#newest?.time ?? Number.NEGATIVE_INFINITY)) this.#newest = { text, time };
  }
}
