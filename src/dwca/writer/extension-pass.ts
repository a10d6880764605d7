import { ExportError } from "../../contracts/export-error.js";
import { rowKey } from "../../rows/row-key.js";
import type { ArchiveContents, ArchivePorts } from "./archive-contents.js";
import { CoreIds } from "./core-ids.js";
import { IdOrder } from "./id-order.js";
import { asRowError, ExtensionEncoder } from "./extension-encoder.js";
import type { TsvRow } from "../tables/tsv-encoder.js";

/** The rows of one item, one list per extension. */
export type ItemRows = readonly (readonly TsvRow[])[];

/** One pass over the items, in which the lines of all extensions are made. */
export class ExtensionPass<CoreRow, Item, Context> {
  readonly #contents: ArchiveContents<CoreRow, Item, Context>;
  readonly #ports: ArchivePorts<CoreRow, Item>;
  readonly #encoders: readonly ExtensionEncoder<Item, Context>[];
  readonly #order: IdOrder;
  #position = 0;

  constructor(contents: ArchiveContents<CoreRow, Item, Context>, ports: ArchivePorts<CoreRow, Item>) {
    this.#contents = contents;
    this.#ports = ports;
    this.#encoders = contents.extensions.map(
      (extension) => new ExtensionEncoder(extension, { context: contents.context, warn: ports.warn }),
    );
    this.#order = new IdOrder(ports.compareIds);
  }

  /** One text per extension: the headers, then batch by batch the lines. @param coreIds - one a line, in the core's order. */
  async *texts(coreIds: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[], void, undefined> {
    await using core = new CoreIds(coreIds);
    yield this.headers;
    for await (const batch of this.#contents.items) {
      const items: ItemRows[] = [];
      for (const item of batch) {
        const rows = this.encode(item);
        if (rows === null) continue;
        await this.#reachAll(item, rows, core);
        if (rows.some((list) => list.length > 0)) this.#order.follow(rowKey(item, this.#position));
        this.written(item, rows);
        items.push(rows);
      }
      yield this.linesOf(items);
    }
  }

  /** The header lines, one per extension. */
  get headers(): readonly string[] {
    return this.#encoders.map(({ header }) => header);
  }

  /** The lines of items, one text per extension. */
  linesOf(items: readonly ItemRows[]): readonly string[] {
    return this.#encoders.map((_encoder, index) => items.map((rows) => linesOf(rows[index] ?? [])).join(""));
  }

  /** Lets the world know that an item's rows are written. */
  written(item: Item, rows: ItemRows): void {
    rows.forEach((list, index) => {
      const table = this.#contents.extensions[index]?.table;
      this.#encoders[index]?.commit();
      if (table !== undefined) for (const { texts, line } of list) this.#ports.onRow?.(table, texts, line);
    });
    this.#ports.onItem?.(item);
  }

  /** The rows of an item; null when it is left out. @param coreId - of the item's core row, where it is known by now. */
  encode(item: Item, coreId?: string): ItemRows | null {
    this.#position += 1;
    const { context, coreIdOf } = this.#contents;
    const key = rowKey(item, this.#position);
    try {
      const from = { key, coreId: coreId ?? coreIdOf?.(item, context) };
      return this.#encoders.map((encoder) => encoder.encode(item, from));
    } catch (error) {
      this.#ports.onItemError(asRowError(key, error), item);
      return null;
    }
  }

  /**
   * Goes on to the next core row that has extension rows; items are in order among those of one core row.
   *
   * @throws ExportError `FILE_CHECK_FAILED` for a row whose core row does not come any more.
   */
  async #reachAll(item: Item, rows: ItemRows, core: CoreIds): Promise<void> {
    for (const [index, list] of rows.entries()) {
      for (const { id } of list) {
        if (id === core.current) continue;
        if (!(await core.reach(id))) throw this.#orphan(item, index, id);
        this.#order.restart();
      }
    }
  }

  #orphan(item: Item, index: number, id: string): ExportError {
    const file = this.#contents.extensions[index]?.table.file ?? "archive";
    const core = this.#contents.core.file;
    const message = `A row of ${file} belongs to the ${core} row "${id}", which does not exist or came earlier. Give core rows and items in one order.`;
    const path = [file, rowKey(item, this.#position)];
    return new ExportError("FILE_CHECK_FAILED", { details: [{ path, code: "orphaned_row", message }] });
  }
}

function linesOf(rows: readonly TsvRow[]): string {
  return rows.map(({ line }) => line).join("");
}
