import { ExportError } from "../contracts/export-error.js";
import { openSpoolFile, type SpoolFile } from "../packages/spool-file.js";
import type { Spool } from "../packages/spool.js";
import type { PackageTable } from "./package-table.js";
import type { RepeatedKeySearch } from "./repeated-key.js";
import { repeatedKeys } from "./repeated-rows.js";

/** The keys of a table's rows: which are new, which come twice. */
export class TableKeys {
  readonly #table: PackageTable;
  /** The places of the fields that identify a row. */
  readonly indices: readonly number[];
  readonly #held = new Set<string>();
  /** Of rows of no group. */
  readonly #shared = new Set<string>();
  readonly #isChecked: boolean;
  readonly #isShared: boolean;
  #count = 0;
  readonly #spoolName: string;
  readonly #spool: Spool;
  #file: SpoolFile | null = null;
  #texts: string[] = [];

  /** @param options.isShared - whether a row that comes again in another group is left out later. */
  constructor(table: PackageTable, spool: Spool, { isShared }: { readonly isShared: boolean }) {
    this.#table = table;
    this.#isShared = isShared;
    this.#spool = spool;
    this.#spoolName = keysFileOf(table);
    this.indices = keyFieldsOf(table).map((key) => table.fields.findIndex(({ name }) => name === key));
    this.#isChecked = this.indices.length > 0 && table.repeats !== "once";
  }

  /** The key of a row; null where the table has none. */
  keyOf(cells: readonly string[]): string | null {
    const [first, ...others] = this.indices;
    if (first === undefined) return null;
    const key = cells[first] ?? "";
    return others.length === 0 ? key : [key, ...others.map((index) => cells[index] ?? "")].join("\t");
  }

  /** Whether a row with this key is already written, and another is left out. */
  has(key: string | null): boolean {
    return key !== null && this.#table.repeats !== undefined && this.knows(key);
  }

  /** Whether rows that come now may point at this key. */
  knows(key: string): boolean {
    return this.#held.has(key) || this.#shared.has(key);
  }

  /** A row with this key is written. @param group - null for a row of none. */
  add(key: string | null, group: string | null): void {
    if (key === null) return;
    if (this.#table.repeats !== undefined) (group === null ? this.#shared : this.#held).add(key);
    if (!this.#isChecked) return;
    this.#count += 1;
    this.#texts.push(`${asciiOf(key)}\n`);
  }

  /** Another group of rows begins. */
  beginGroup(): void {
    if (this.#table.repeats === "grouped") this.#held.clear();
  }

  /** Spools the keys of a batch. */
  async flush(): Promise<void> {
    if (this.#texts.length === 0) return;
    this.#file ??= openSpoolFile(this.#spool, this.#spoolName);
    const text = this.#texts.join("");
    this.#texts = [];
    await this.#file.add(text);
  }

  /**
   * All rows are written. Returns the keys that came twice, where such rows are left out later.
   *
   * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when a key came twice in any other table, or more than 100,000 keys did.
   */
  async finish(search: RepeatedKeySearch): Promise<ReadonlySet<string>> {
    await this.#file?.close();
    if (this.#count === 0) return NONE;
    const searched = { count: this.#count, read: () => this.#spool.read(this.#spoolName) };
    const repeated = await search.find(searched);
    if (repeated === null) return NONE;
    const keys = this.#isShared ? await repeatedKeys(searched) : null;
    if (keys === null) throw this.#repeated(repeated);
    return keys;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.[Symbol.asyncDispose]();
  }

  #repeated(id: string): ExportError {
    const { name, repeats } = this.#table;
    const key = keyFieldsOf(this.#table).join(" and ");
    const message =
      repeats === "grouped"
        ? `Two groups of rows, such as two nights, give a row of ${name} with the ${key} "${id}". Each group needs keys of its own.`
        : `Two rows of ${name} have the ${key} "${id}".`;
    return new ExportError("SOURCE_ORDER_NOT_UNIQUE", {
      message,
      details: [{ path: [name, key], code: "repeated_id", message }],
    });
  }
}

/** The name of the spool's file with the keys of a table's rows, in their order, one a line. */
export function keysFileOf({ name }: Pick<PackageTable, "name">): string {
  return `${name}.keys`;
}

const NONE: ReadonlySet<string> = new Set();

function keyFieldsOf({ primaryKey, identity = [] }: PackageTable): readonly string[] {
  return primaryKey === undefined ? identity : [primaryKey];
}

/** The spool of ids holds ASCII, one a line. */
function asciiOf(key: string): string {
  return /^[ -~]*$/.test(key) ? key : encodeURIComponent(key);
}
