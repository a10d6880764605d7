const OFFSET = /^[+-](?:0\d|1[0-4]):[0-5]\d$/;
const DAY_MS = 86_400_000;
/** The number of days remembered for a zone. */
const REMEMBERED = 5_000;

/** A time zone: a name of IANA's database (`Europe/London`), or an offset for the whole year (`+02:00`). */
export class TimeZone {
  readonly #fixed: string | null;
  readonly #format: Intl.DateTimeFormat | null;
  /** The offset of days that have one from begin to end. */
  readonly #days = new Map<string, string | null>();

  /** @throws RangeError for what is no zone. */
  constructor(name: string) {
    this.#fixed = name === "UTC" || name === "Z" ? "Z" : OFFSET.test(name) ? name : null;
    this.#format =
      this.#fixed === null ? new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" }) : null;
  }

  /**
   * The offset of a local time, `YYYY-MM-DDThh:mm:ss`: `Z` or `+02:00`. Of an hour that comes twice in autumn the first counts; one that is
   * skipped in spring has the offset from before.
   */
  offsetOf(local: string): string {
    if (this.#fixed !== null) return this.#fixed;
    const date = local.slice(0, "YYYY-MM-DD".length);
    let ofDay = this.#days.get(date);
    if (ofDay === undefined) {
      if (this.#days.size >= REMEMBERED) this.#days.clear();
      this.#days.set(date, (ofDay = this.#offsetOfDay(date)));
    }
    return ofDay ?? this.#offsetOnChange(local);
  }

  /** Null for a day on which clocks change, or next to it. */
  #offsetOfDay(date: string): string | null {
    const midnight = Date.parse(`${date}T00:00:00Z`);
    const [before, after] = [this.#offsetAt(midnight - DAY_MS), this.#offsetAt(midnight + 2 * DAY_MS)];
    return before === after ? before : null;
  }

  #offsetOnChange(local: string): string {
    const time = Date.parse(`${local}Z`);
    const [before, after] = [this.#offsetAt(time - DAY_MS), this.#offsetAt(time + DAY_MS)];
    const fits = (offset: string) => this.#offsetAt(Date.parse(local + offset)) === offset;
    return fits(before) || !fits(after) ? before : after;
  }

  #offsetAt(time: number): string {
    const parts = this.#format?.formatToParts(time) ?? [];
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    return /[+-]\d\d:\d\d/.exec(name)?.[0] ?? "+00:00";
  }
}
