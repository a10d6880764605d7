import { setImmediate } from "node:timers/promises";
import type { ArchiveLevel } from "../checks/archive-check.js";
import type { ArchiveCheckCode } from "../checks/archive-checks.js";
import type { Found } from "../checks/found.js";
import { type ArchiveDescriptor, type MappedTable, tablesOf } from "../reader/archive-descriptor.js";
import type { ArchiveEntries } from "../reader/archive-entries.js";
import type { OnBytes } from "../reader/read-entry.js";
import { scanTable } from "../reader/scan-table.js";
import { ScratchFile } from "../reader/scratch-file.js";
import { NAMESPACES } from "../../values/namespaces.js";
import type { TableRows } from "./archive-report.js";
import { joinKeys, type LinkedKeys } from "./keys/join-keys.js";
import { KeyFile, type KeyRecord, RepeatingKeys } from "./keys/key-file.js";
import { type KeyColumn, LINES_OF_A_FILE, TableCheck } from "./table-check.js";
import { RowValues } from "./values/row-values.js";
import type { ValueRule } from "./values/value-rule.js";

const OCCURRENCE = `${NAMESPACES.dwc}Occurrence`;
const OCCURRENCE_ID = `${NAMESPACES.dwc}occurrenceID`;

/** The options of a check of rows. */
export interface RowCheckOptions {
  readonly level: ArchiveLevel;
  readonly found: Found;
  /** Rules for values; none at level structure. */
  readonly rules: readonly ValueRule[];
  readonly onBytes: OnBytes;
  readonly signal: AbortSignal | undefined;
  readonly scratchDirectory: string | undefined;
}

/** Reads every row of an archive once, and then holds ids against ids. */
export async function checkRows(
  archive: ArchiveEntries,
  descriptor: ArchiveDescriptor,
  options: RowCheckOptions,
): Promise<readonly TableRows[]> {
  using scratch = new ScratchFile(options.scratchDirectory);
  const checks = new RowChecks(archive, descriptor, { ...options, scratch });
  const counts: TableRows[] = [];
  for (const table of tablesOf(descriptor)) counts.push(await checks.checkTable(table));
  await checks.join();
  return counts;
}

class RowChecks {
  readonly #archive: ArchiveEntries;
  readonly #descriptor: ArchiveDescriptor;
  readonly #options: RowCheckOptions & { readonly scratch: ScratchFile };
  #ids: { readonly keys: KeyFile; readonly complete: boolean } | null = null;
  readonly #links: LinkedKeys[] = [];
  readonly #occurrences: { readonly keys: KeyFile; readonly table: MappedTable; readonly column: number }[] = [];

  constructor(
    archive: ArchiveEntries,
    descriptor: ArchiveDescriptor,
    options: RowCheckOptions & { readonly scratch: ScratchFile },
  ) {
    this.#archive = archive;
    this.#descriptor = descriptor;
    this.#options = options;
  }

  async checkTable(table: MappedTable): Promise<TableRows> {
    const { found, rules, onBytes, scratch } = this.#options;
    const files = { ids: new KeyFile(scratch), occurrences: new KeyFile(scratch) };
    const repeating = new RepeatingKeys(files.ids);
    const keys = this.#keyColumns(table, { ...files, repeating });
    const values = rules.length === 0 ? null : new RowValues(table, rules, found);
    const check = new TableCheck(table, { found, keys, values });
    const scan = scanTable(this.#archive, table, check, { found, onBytes });
    let step = await scan.next();
    for (; step.done !== true; step = await scan.next()) await this.#pause();
    const complete = step.value;
    repeating.close();
    files.ids.seal();
    files.occurrences.seal();
    if (table === this.#descriptor.core) this.#ids = { keys: files.ids, complete };
    else
      this.#links.push({ keys: files.ids, onOrphan: this.#reporter("RECORD_REFERENTIAL_INTEGRITY_VIOLATION", table) });
    if (check.rows === 0 && complete) found("TABLE_WITHOUT_ROWS", { file: table.files[0] ?? "" });
    return { rowType: table.rowType, files: table.files, rows: check.rows };
  }

  /** Holds the ids against one another. Where the core could not be read, nobody knows which links lead nowhere. */
  async join(): Promise<void> {
    const { scratch } = this.#options;
    const { core } = this.#descriptor;
    if (this.#ids?.complete === true) {
      const onDuplicate = this.#reporter("RECORD_NOT_UNIQUELY_IDENTIFIED", core);
      await joinKeys({ keys: this.#ids.keys, onDuplicate, linked: this.#links }, scratch);
    }
    for (const { keys, table, column } of this.#occurrences) {
      const onDuplicate = this.#reporter("OCCURRENCE_NOT_UNIQUELY_IDENTIFIED", table, column);
      await joinKeys({ keys, onDuplicate, linked: [] }, scratch);
    }
  }

  #keyColumns(
    table: MappedTable,
    files: { readonly ids: KeyFile; readonly occurrences: KeyFile; readonly repeating: RepeatingKeys },
  ): readonly KeyColumn[] {
    const { core, extensions } = this.#descriptor;
    const columns: KeyColumn[] = [];
    const index = table.idIndex;
    if (table !== core && index !== null) {
      const add: KeyColumn["add"] = (key) => files.repeating.add(key);
      columns.push({ index, empty: "RECORD_REFERENTIAL_INTEGRITY_VIOLATION", add });
    }
    // Without extensions, the text guide asks for no ids (§2.4); GBIF does.
    const needed = extensions.length > 0 || this.#options.level === "gbif";
    if (table === core && index !== null && needed)
      columns.push({ index, empty: "RECORD_IDENTIFIER_NOT_FOUND", add: (key) => files.ids.add(key) });
    const occurrenceId = table.fields.find(({ term }) => term === OCCURRENCE_ID)?.index ?? null;
    if (
      table.rowType === OCCURRENCE &&
      occurrenceId !== null &&
      columns.every((known) => known.index !== occurrenceId)
    ) {
      columns.push({ index: occurrenceId, empty: null, add: (key) => files.occurrences.add(key) });
      this.#occurrences.push({ keys: files.occurrences, table, column: occurrenceId });
    }
    return columns;
  }

  #reporter(code: ArchiveCheckCode, table: MappedTable, column: number | null = table.idIndex) {
    return ({ bytes, from, length, line, count }: KeyRecord): void => {
      const file = table.files[Math.floor(line / LINES_OF_A_FILE)] ?? "";
      const value = bytes.toString("utf8", from, from + Math.min(length, 400));
      this.#options.found(code, {
        file,
        line: line % LINES_OF_A_FILE,
        ...(column === null ? {} : { column }),
        value,
        count,
      });
    };
  }

  async #pause(): Promise<void> {
    this.#options.signal?.throwIfAborted();
    await setImmediate();
  }
}
