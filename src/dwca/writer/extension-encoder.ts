import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { createTsvEncoder, type TsvEncoder, type TsvRow, type Warn } from "../tables/tsv-encoder.js";
import type { ArchiveExtension } from "./archive-contents.js";

/** The core row that a row is derived with. */
export interface DerivedFrom {
  /** Names the item in errors and warnings. */
  readonly key: Id;
  /** Of the item's core row, where it is known. */
  readonly coreId?: string | undefined;
}

/** Makes the rows of one extension, item by item. Keys are remembered for one core row. */
export class ExtensionEncoder<Item, Context> {
  readonly #extension: ArchiveExtension<Item, Context>;
  readonly #context: Context;
  readonly #encoder: TsvEncoder<unknown>;
  readonly #written = new Set<Id>();
  readonly #added = new Set<Id>();
  #coreId: string | undefined;

  constructor(
    extension: ArchiveExtension<Item, Context>,
    { context, warn }: { readonly context: Context; readonly warn: Warn },
  ) {
    this.#extension = extension;
    this.#context = context;
    this.#encoder = createTsvEncoder(extension.table, { context, warn });
  }

  get header(): string {
    return this.#encoder.header;
  }

  /**
   * The rows of an item, without those that its core row already has. They count as written once `commit` is called.
   *
   * @throws ExportError `ROW_ENCODING`; whatever the extension throws.
   */
  encode(item: Item, { key, coreId }: DerivedFrom): readonly TsvRow[] {
    this.#added.clear();
    if (coreId === undefined || coreId !== this.#coreId) this.#written.clear();
    this.#coreId = coreId;
    const rows: TsvRow[] = [];
    for (const row of this.#extension.rows(item, this.#context))
      if (this.#isNew(row)) rows.push(this.#encoder.encode(row, key, coreId));
    return rows;
  }

  /** The rows of the last item are written. */
  commit(): void {
    for (const key of this.#added) this.#written.add(key);
  }

  #isNew(row: unknown): boolean {
    const key = this.#extension.key?.(row) ?? null;
    if (key === null) return true;
    if (this.#written.has(key) || this.#added.has(key)) return false;
    this.#added.add(key);
    return true;
  }
}

/** The error of an item whose rows cannot be derived. */
export function asRowError(key: Id, cause: unknown): ExportError {
  if (ExportError.is(cause) && cause.code === "ROW_ENCODING") return cause;
  const message = "The rows of an extension could not be derived.";
  return new ExportError("ROW_ENCODING", { details: [{ path: [key], code: "unreadable", message }], cause });
}
