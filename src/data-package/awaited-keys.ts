import { ExportError } from "../contracts/export-error.js";
import type { TableLink } from "./table-links.js";

/** Advice about a row that is missing. It does not say why: a sensitive row may have given it. */
const GIVE_ALL =
  "Let each row of the source give all rows that it points at. Rows that are left out give none, and sensitive ones few.";

/** The keys of tables whose rows may come later: those that are pointed at. They are held, so such tables are small. */
export class AwaitedKeys {
  readonly #links: ReadonlyMap<string, readonly TableLink[]>;
  readonly #keys = new Map<string, Set<string>>();

  /** @param links - of each table. */
  constructor(links: ReadonlyMap<string, readonly TableLink[]>) {
    this.#links = new Map([...links].map(([name, all]) => [name, all.filter(({ isAwaited }) => isAwaited)]));
  }

  /** A row of a table is written: its cells in the order of the fields. */
  add(name: string, cells: readonly string[]): void {
    for (const { index, table } of this.#links.get(name) ?? []) {
      const cell = cells[index] ?? "";
      if (cell === "") continue;
      const awaited = this.#keys.get(table);
      if (awaited === undefined) this.#keys.set(table, new Set([cell]));
      else awaited.add(cell);
    }
  }

  /**
   * All rows are written.
   *
   * @throws ExportError `FILE_CHECK_FAILED` when a key never came.
   */
  finish(isWritten: (table: string, key: string) => boolean): void {
    for (const [name, awaited] of this.#keys) {
      const stray = [...awaited].find((key) => !isWritten(name, key));
      if (stray === undefined) continue;
      const message = `A row points at the row "${stray}" of ${name}, which no written row gives. ${GIVE_ALL}`;
      throw new ExportError("FILE_CHECK_FAILED", {
        message,
        details: [{ path: [name], code: "orphaned_row", message }],
      });
    }
  }
}
