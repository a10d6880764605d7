import { archiveError } from "./archive-error.js";
import { type ArchiveRow, packRow, unpackRow } from "./archive-row.js";
import type { ArchiveTable } from "./archive-table.js";
import { ScratchFile } from "./scratch-file.js";
import { type Keyed, SortedRuns } from "./sorted-runs.js";

/** A row of the core with the rows that belong to it. */
export interface ArchiveStar {
  readonly core: ArchiveRow;
  /** By the row types of all extensions, each in the order of its file. */
  readonly extensions: ReadonlyMap<string, readonly ArchiveRow[]>;
}

/** The options of a reading of stars. */
export interface StarOptions {
  /** The most rows of all extensions that may belong to one row of the core. By default 100,000. */
  readonly maxRows?: number;
}

/** See `Archive.stars`. */
export async function* readStars(
  core: ArchiveTable,
  extensions: readonly ArchiveTable[],
  { maxRows = 100_000 }: StarOptions,
): AsyncGenerator<ArchiveStar, void, undefined> {
  using scratch = new ScratchFile();
  const sorted = await sortById(core, scratch);
  const arms: Arm[] = [];
  for (const table of extensions) arms.push(new Arm(table, (await sortById(table, scratch)).read()));
  let last: string | null = null;
  for (const { key, text } of sorted.read()) {
    const row = unpackRow(text, core.terms);
    if (key === last) throw archiveError("RECORD_NOT_UNIQUELY_IDENTIFIED", row);
    last = key;
    let room = maxRows;
    const rows = arms.map((arm) => {
      const taken = arm.take(key, room);
      room -= taken.length;
      return [arm.rowType, taken] as const;
    });
    yield { core: row, extensions: new Map(rows) };
  }
  for (const arm of arms) arm.end();
}

/** By code unit. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function sortById(table: ArchiveTable, scratch: ScratchFile): Promise<SortedRuns<string>> {
  const runs = new SortedRuns<string>(scratch, compareTexts);
  for await (const batch of table.batches()) for (const row of batch) runs.add(row.id, packRow(row, table.terms));
  return runs;
}

/** An extension's rows, by the ids of the core. */
class Arm {
  readonly rowType: string;
  readonly #terms: readonly string[];
  readonly #rows: Iterator<Keyed<string>, void, undefined>;
  #next: Keyed<string> | null;

  constructor({ rowType, terms }: ArchiveTable, rows: Iterator<Keyed<string>, void, undefined>) {
    this.rowType = rowType;
    this.#terms = terms;
    this.#rows = rows;
    this.#next = rows.next().value ?? null;
  }

  take(id: string, most: number): readonly ArchiveRow[] {
    const rows: ArchiveRow[] = [];
    while (this.#next !== null && compareTexts(this.#next.key, id) <= 0) {
      const row = unpackRow(this.#next.text, this.#terms);
      if (this.#next.key !== id) throw archiveError("RECORD_REFERENTIAL_INTEGRITY_VIOLATION", row);
      if (rows.length >= most) throw archiveError("ROW_LIMIT", row);
      rows.push(row);
      this.#next = this.#rows.next().value ?? null;
    }
    return rows;
  }

  end(): void {
    if (this.#next !== null)
      throw archiveError("RECORD_REFERENTIAL_INTEGRITY_VIOLATION", unpackRow(this.#next.text, this.#terms));
  }
}
