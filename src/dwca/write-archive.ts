import { createHash } from "node:crypto";
import type { ArchiveContents, ArchivePorts, Identified } from "./archive-contents.js";
import { emlXml } from "./eml-xml.js";
import { ExtensionPass } from "./extension-pass.js";
import { IdOrder } from "./id-order.js";
import { metaXml } from "./meta-xml.js";
import { openSpoolFile } from "./spool-file.js";
import { createTsvEncoder } from "./tsv-encoder.js";
import { zip } from "./zip.js";

/**
 * The bytes of an archive: the core's file, those of the extensions, meta.xml and eml.xml. The same contents give the same bytes.
 * Memory is bounded by a batch.
 *
 * @throws ExportError `ROW_ENCODING`; `SOURCE_ORDER_NOT_UNIQUE` when an id comes twice or out of order; `FILE_CHECK_FAILED` when an
 * extension row belongs to no core row; `TEMP_FILE_FAILED`; and whatever the rows' iterations throw.
 */
export function writeArchive<CoreRow extends Identified, Item extends Identified, Context>(
  contents: ArchiveContents<CoreRow, Item, Context>,
  ports: ArchivePorts<CoreRow, Item>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash("sha256");
  const tables = contents.extensions.map(({ table }) => table);
  const files = [
    { name: contents.core.file, chunks: coreFile(contents, ports) },
    ...tables.map(({ file }, index) => ({ name: file, chunks: index === 0 ? extensionFiles(contents, ports) : ports.spool.read(file) })),
  ];
  return zip([
    ...files.map(({ name, chunks }) => ({ name, chunks: hashed(chunks, hash) })),
    { name: "meta.xml", chunks: whole(() => metaXml(contents.core, tables)) },
    { name: "eml.xml", chunks: whole(() => emlXml(contents.metadata(hash.digest("hex")))) },
  ]);
}

// Not a name that a table's file can have.
const CORE_IDS = "core.ids";

async function* coreFile<CoreRow extends Identified, Item extends Identified, Context>(
  { core, coreRows, context }: ArchiveContents<CoreRow, Item, Context>,
  ports: ArchivePorts<CoreRow, Item>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = createTsvEncoder(core, { context, warn: ports.warn });
  const order = new IdOrder((a, b) => ports.compareIds(a, b));
  await using ids = openSpoolFile(ports.spool, CORE_IDS);
  yield Buffer.from(encoder.header);
  for await (const batch of coreRows) {
    const rows = batch.map((row) => (order.follow(row.id), encoder.encode(row, row.id)));
    await ids.add(rows.map(({ id }) => `${id}\n`).join(""));
    yield Buffer.from(rows.map(({ line }) => line).join(""));
    batch.forEach((row) => ports.onCoreRow(row));
  }
  await ids.close();
}

/** Yields the first extension's file; the others' go into the spool meanwhile. */
async function* extensionFiles<CoreRow extends Identified, Item extends Identified, Context>(
  contents: ArchiveContents<CoreRow, Item, Context>,
  ports: ArchivePorts<CoreRow, Item>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const spooled = contents.extensions.slice(1).map(({ table }) => openSpoolFile(ports.spool, table.file));
  try {
    for await (const [first = "", ...others] of new ExtensionPass(contents, ports).texts(ports.spool.read(CORE_IDS))) {
      await Promise.all(spooled.map((file, index) => file.add(others[index] ?? "")));
      yield Buffer.from(first);
    }
    await Promise.all(spooled.map((file) => file.close()));
  } finally {
    await Promise.all(spooled.map((file) => file[Symbol.asyncDispose]()));
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* whole(text: () => Promise<string>): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(await text());
}
