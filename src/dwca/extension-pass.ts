import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import type { ArchiveContents, ArchivePorts, Identified } from "./archive-contents.js";
import { CoreIds } from "./core-ids.js";
import { IdOrder } from "./id-order.js";
import { createTsvEncoder, type TsvEncoder, type TsvRow } from "./tsv-encoder.js";

/** The rows of one item, one list an extension. */
type ItemRows = readonly (readonly TsvRow[])[];

/** One pass over the items, in which the lines of all extensions are made. */
export class ExtensionPass<CoreRow extends Identified, Item extends Identified, Context> {
  readonly #contents: ArchiveContents<CoreRow, Item, Context>;
  readonly #ports: ArchivePorts<CoreRow, Item>;
  readonly #encoders: readonly TsvEncoder<unknown>[];
  readonly #order: IdOrder;

  constructor(contents: ArchiveContents<CoreRow, Item, Context>, ports: ArchivePorts<CoreRow, Item>) {
    this.#contents = contents;
    this.#ports = ports;
    this.#encoders = contents.extensions.map(({ table }) => createTsvEncoder(table, { context: contents.context, warn: ports.warn }));
    this.#order = new IdOrder((a, b) => ports.compareIds(a, b));
  }

  /** One text an extension: the headers, then batch by batch the lines. @param coreIds - one a line, in the core's order. */
  async *texts(coreIds: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[], void, undefined> {
    await using core = new CoreIds(coreIds);
    yield this.#encoders.map(({ header }) => header);
    for await (const batch of this.#contents.items) {
      const items: ItemRows[] = [];
      for (const item of batch) {
        const rows = this.#encode(item);
        if (rows === null) continue;
        const all = rows.flat();
        for (const { id } of all) if (id !== core.current) await this.#reach(id, core);
        if (all.length > 0) this.#order.follow(item.id);
        this.#ports.onItem(item);
        items.push(rows);
      }
      yield this.#encoders.map((_encoder, index) => linesOf(items.flatMap((rows) => rows[index] ?? [])));
    }
  }

  /** Null when the item is left out. */
  #encode(item: Item): ItemRows | null {
    const { context, extensions } = this.#contents;
    try {
      return this.#encoders.map((encoder, index) =>
        Array.from(extensions[index]?.rows(item, context) ?? [], (row) => encoder.encode(row, item.id)),
      );
    } catch (error) {
      this.#ports.onItemError(ExportError.is(error) && error.code === "ROW_ENCODING" ? error : unreadable(item.id, error));
      return null;
    }
  }

  /** Goes on to the next core row that has extension rows; items are in order among those of one core row. */
  async #reach(id: string, core: CoreIds): Promise<void> {
    await core.reach(id);
    this.#order.restart();
  }
}

function linesOf(rows: readonly TsvRow[]): string {
  return rows.map(({ line }) => line).join("");
}

function unreadable(id: Id, cause: unknown): ExportError {
  const message = "The rows of an extension could not be derived.";
  return new ExportError("ROW_ENCODING", { details: [{ path: [id], code: "unreadable", message }], cause });
}
