import { ExportError } from "../../contracts/export-error.js";
import { rowKey } from "../../rows/row-key.js";
import { createTsvEncoder } from "../tables/tsv-encoder.js";
import type { ArchiveContents, ArchivePorts } from "./archive-contents.js";
import { CoreExtensions, type EncodedCoreRow } from "./core-extensions.js";
import { DistinctIds } from "../../packages/distinct-ids.js";
import { IdOrder } from "./id-order.js";
import { openSpoolFile } from "../../packages/spool-file.js";

/** The name under which the spool keeps the core's ids, one a line. No table's file can have it. */
export const CORE_IDS = "core.ids";

/** The core's file; those of the extensions derived from core rows go into the spool meanwhile. */
export async function* coreFile<CoreRow, Item, Context>(
  contents: ArchiveContents<CoreRow, Item, Context> & { readonly coreRows: AsyncIterable<readonly CoreRow[]> },
  ports: ArchivePorts<CoreRow, Item>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encode = coreEncoder(contents, ports);
  const distinct = new DistinctIds(() => new ExportError("SOURCE_ORDER_NOT_UNIQUE"));
  const extensions = new CoreExtensions(contents, ports);
  const spooled = [CORE_IDS, ...extensions.files].map((file) => openSpoolFile(ports.spool, file));
  const add = (texts: readonly string[]) => Promise.all(spooled.map((file, index) => file.add(texts[index] ?? "")));
  try {
    yield Buffer.from(encode.header);
    await add(["", ...extensions.headers]);
    for await (const batch of contents.coreRows) {
      const rows = batch.map((row) => encode.encode(row));
      if (ports.compareIds === undefined) for (const { tsv } of rows) distinct.add(tsv.id);
      await add([rows.map(({ tsv }) => `${tsv.id}\n`).join(""), ...extensions.linesOf(rows)]);
      yield Buffer.from(rows.map(({ tsv }) => tsv.line).join(""));
      for (const { tsv } of rows) ports.onRow?.(contents.core, tsv.texts, tsv.line);
      batch.forEach((row) => ports.onCoreRow?.(row));
    }
    await Promise.all(spooled.map((file) => file.close()));
    await distinct.finish(ports.spool, CORE_IDS);
  } finally {
    await Promise.all(spooled.map((file) => file[Symbol.asyncDispose]()));
  }
}

/** Encodes core rows one by one, each after the one before. */
function coreEncoder<CoreRow, Item, Context>(
  { core, context }: ArchiveContents<CoreRow, Item, Context>,
  { compareIds, warn }: ArchivePorts<CoreRow, Item>,
): { readonly header: string; encode(row: CoreRow): EncodedCoreRow<CoreRow> } {
  const encoder = createTsvEncoder(core, { context, warn });
  const order = new IdOrder(compareIds);
  let position = 0;
  return {
    header: encoder.header,
    encode(row) {
      const key = rowKey(row, (position += 1));
      order.follow(key);
      return { row, key, tsv: encoder.encode(row, key) };
    },
  };
}
