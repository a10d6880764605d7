import { ExportError } from "../../contracts/export-error.js";
import { rowKey } from "../../rows/row-key.js";
import type { ArchiveContents, ArchivePorts } from "./archive-contents.js";
import { CoreExtensions, type EncodedCoreRow } from "./core-extensions.js";
import { CORE_IDS } from "./core-file.js";
import { DistinctIds } from "../../packages/distinct-ids.js";
import { ExtensionPass, type ItemRows } from "./extension-pass.js";
import { openSpoolFile } from "../../packages/spool-file.js";
import { createTsvEncoder, type TsvEncoder } from "../tables/tsv-encoder.js";

/**
 * One pass over items that carry their core row: the core's lines are made as they come, those of all extensions beside them.
 * Where items share core rows, consecutive ones with the same core id have one, the first item's.
 */
export class SinglePass<CoreRow, Item, Context> {
  readonly #coreRowOf: (item: Item) => CoreRow;
  readonly #contents: ArchiveContents<CoreRow, Item, Context>;
  readonly #ports: ArchivePorts<CoreRow, Item>;
  readonly #core: TsvEncoder<CoreRow>;
  readonly #extensions: ExtensionPass<CoreRow, Item, Context>;
  readonly #coreExtensions: CoreExtensions<CoreRow, Item, Context>;
  readonly #distinct: DistinctIds;
  #position = 0;
  #current: string | null = null;

  constructor(
    contents: ArchiveContents<CoreRow, Item, Context>,
    ports: ArchivePorts<CoreRow, Item>,
    coreRowOf: (item: Item) => CoreRow,
  ) {
    this.#coreRowOf = coreRowOf;
    this.#contents = contents;
    this.#ports = ports;
    this.#core = createTsvEncoder(contents.core, { context: contents.context, warn: ports.warn });
    this.#extensions = new ExtensionPass(contents, ports);
    this.#coreExtensions = new CoreExtensions(contents, ports);
    const refusal = contents.sharesCoreRows === true ? splitCoreRow : repeatedCoreRow;
    this.#distinct = new DistinctIds((id) => refusal(contents.core.file, id));
  }

  /** The core's text and those of the extensions: the headers, then batch by batch the lines. */
  async *texts(): AsyncGenerator<{ readonly core: string; readonly extensions: readonly string[] }, void, undefined> {
    await using ids = openSpoolFile(this.#ports.spool, CORE_IDS);
    yield { core: this.#core.header, extensions: [...this.#extensions.headers, ...this.#coreExtensions.headers] };
    for await (const batch of this.#contents.items) {
      const coreRows: EncodedCoreRow<CoreRow>[] = [];
      const items: ItemRows[] = [];
      for (const item of batch) {
        const written = this.#write(item);
        if (written === null) continue;
        if (written.core !== null) coreRows.push(written.core);
        items.push(written.rows);
      }
      await ids.add(coreRows.map(({ tsv }) => `${tsv.id}\n`).join(""));
      yield {
        core: coreRows.map(({ tsv }) => tsv.line).join(""),
        extensions: [...this.#extensions.linesOf(items), ...this.#coreExtensions.linesOf(coreRows)],
      };
    }
    await ids.close();
    await this.#distinct.finish(this.#ports.spool, CORE_IDS);
  }

  /** The rows of an item, and its core row where it is the first of it; null when the item is left out. */
  #write(item: Item): { readonly core: EncodedCoreRow<CoreRow> | null; readonly rows: ItemRows } | null {
    this.#position += 1;
    const coreRow = this.#encodeCore(item);
    if (coreRow === null) return null;
    const { row, tsv } = coreRow;
    const rows = this.#extensions.encode(item, tsv.id);
    if (rows === null) return null;
    this.#refuseStrays(item, rows, tsv.id);
    const first = tsv.id !== this.#current || this.#contents.sharesCoreRows !== true;
    if (first) {
      this.#distinct.add(tsv.id);
      this.#current = tsv.id;
      this.#ports.onRow?.(this.#contents.core, tsv.texts, tsv.line);
      this.#ports.onCoreRow?.(row);
    }
    this.#extensions.written(item, rows);
    return { core: first ? coreRow : null, rows };
  }

  /** @throws ExportError `FILE_CHECK_FAILED` for an extension row that names another core row than its item's. */
  #refuseStrays(item: Item, rows: ItemRows, coreId: string): void {
    for (const [index, list] of rows.entries()) {
      const stray = list.find(({ id }) => id !== coreId);
      if (stray === undefined) continue;
      const file = this.#contents.extensions[index]?.table.file ?? "archive";
      const message = `A row of ${file} names the ${this.#contents.core.file} row "${stray.id}", but it is derived from "${coreId}".`;
      const path = [file, rowKey(item, this.#position)];
      throw new ExportError("FILE_CHECK_FAILED", { details: [{ path, code: "orphaned_row", message }] });
    }
  }

  #encodeCore(item: Item): EncodedCoreRow<CoreRow> | null {
    const key = rowKey(item, this.#position);
    try {
      const row = this.#coreRowOf(item);
      return { row, key, tsv: this.#core.encode(row, key) };
    } catch (error) {
      this.#ports.onItemError(
        ExportError.is(error) && error.code === "ROW_ENCODING" ? error : unreadableCore(key, error),
        item,
      );
      return null;
    }
  }
}

function repeatedCoreRow(file: string, id: string): ExportError {
  const message = `Two rows have the ${file} id "${id}". Give each row an id of its own, or say with \`of\` that rows share a core row.`;
  return new ExportError("SOURCE_ORDER_NOT_UNIQUE", {
    message,
    details: [{ path: [file], code: "repeated_id", message }],
  });
}

function splitCoreRow(file: string, id: string): ExportError {
  const message = `The rows of the ${file} row "${id}" do not follow one another. Order the source by what makes a core row.`;
  return new ExportError("SOURCE_ORDER_NOT_UNIQUE", {
    message,
    details: [{ path: [file], code: "split_rows", message }],
  });
}

function unreadableCore(key: string | number, cause: unknown): ExportError {
  const message = "The core row could not be derived.";
  return new ExportError("ROW_ENCODING", { details: [{ path: [key], code: "unreadable", message }], cause });
}
