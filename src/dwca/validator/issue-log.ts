import { ARCHIVE_CHECKS, type ArchiveCheckCode } from "../checks/archive-checks.js";
import type { Place } from "../checks/found.js";
import type { ArchiveIssue } from "./archive-report.js";

const VALUE_LENGTH = 100;
const ORDER = new Map(Object.keys(ARCHIVE_CHECKS).map((code, index) => [code, index]));

type Entry = { -readonly [Key in keyof ArchiveIssue]: ArchiveIssue[Key] };

/** Gathers what is found: issues of one code in one file, column and term are one, with their number. Its memory is bounded. */
export class IssueLog {
  readonly #most: number;
  readonly #showValues: boolean;
  readonly #entries = { error: new Map<string, Entry>(), warning: new Map<string, Entry>() };
  #omitted = 0;
  #valid = true;

  constructor({ most, showValues }: { readonly most: number; readonly showValues: boolean }) {
    this.#most = most;
    this.#showValues = showValues;
  }

  /** Whether no error was found. */
  get valid(): boolean {
    return this.#valid;
  }

  /** To be passed on as `Found`. */
  readonly found = (code: ArchiveCheckCode, place: Place = {}): void => {
    const level = ARCHIVE_CHECKS[code].severity;
    if (level === "error") this.#valid = false;
    const entries = this.#entries[level];
    const key = `${code} ${place.column ?? ""} ${place.term ?? ""} ${place.file ?? ""}`;
    const entry = entries.get(key);
    if (entry !== undefined) this.#addTo(entry, place);
    else if (entries.size < this.#most) entries.set(key, this.#newEntry(code, level, place));
    else this.#omitted += 1;
  };

  /** Lists the findings, in an order that depends on nothing else. */
  list(): { readonly issues: readonly ArchiveIssue[]; readonly omitted: number } {
    const all = [...sorted(this.#entries.error), ...sorted(this.#entries.warning)];
    const issues = all.slice(0, this.#most);
    return { issues, omitted: this.#omitted + all.length - issues.length };
  }

  #addTo(entry: Entry, place: Place): void {
    entry.count += place.count ?? 1;
    if (place.line === undefined || (entry.line !== null && entry.line <= place.line)) return;
    entry.line = place.line;
    if (this.#showValues && place.value !== undefined) entry.value = shown(place.value);
  }

  #newEntry(code: ArchiveCheckCode, level: "error" | "warning", place: Place): Entry {
    const { file = null, line = null, column = null, term = null, count = 1, value } = place;
    const entry = { code, level, file, line, column, term, count };
    return this.#showValues && value !== undefined ? { ...entry, value: shown(value) } : entry;
  }
}

function sorted(entries: ReadonlyMap<string, Entry>): readonly ArchiveIssue[] {
  const rank = ({ code }: Entry): number => ORDER.get(code) ?? 0;
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...entries.values()].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.file ?? "", b.file ?? "") ||
      (a.column ?? -1) - (b.column ?? -1) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compare(a.term ?? "", b.term ?? ""),
  );
}

function shown(value: string): string {
  return value.length > VALUE_LENGTH ? `${value.slice(0, VALUE_LENGTH - 1)}…` : value;
}
