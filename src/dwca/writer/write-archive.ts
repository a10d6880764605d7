import { createHash } from "node:crypto";
import type { ArchiveContents, ArchivePorts } from "./archive-contents.js";
import { CORE_IDS, coreFile } from "./core-file.js";
import { checkXml } from "./check-xml.js";
import { checkEmlDocument } from "../metadata/check-eml-document.js";
import { emlXml } from "../metadata/eml-xml.js";
import { ExtensionPass } from "./extension-pass.js";
import { metaXml } from "./meta-xml.js";
import { SinglePass } from "./single-pass.js";
import { openSpoolFile } from "../../packages/spool-file.js";
import { zip } from "../../packages/zip.js";

/**
 * Writes an archive: the core's file, those of the extensions, meta.xml and eml.xml. The same contents give the same bytes.
 * Memory is bounded by a batch.
 *
 * @throws ExportError `ROW_ENCODING`; `SOURCE_ORDER_NOT_UNIQUE` when a core row comes twice or out of order; `FILE_CHECK_FAILED` when an
 * extension row belongs to no core row; `METADATA_INCOMPLETE` when eml.xml would lack what GBIF requires; `ARCHIVE_INVALID` when meta.xml
 * or eml.xml cannot be read back; `TEMP_FILE_FAILED`; and whatever the rows' iterations throw.
 * @example
 * ```ts
 * const archive = writeArchive(
 *   {
 *     context: null,
 *     core: events,
 *     extensions: [{ table: occurrences, rows: (moth: Moth) => [moth] }],
 *     items: batches(),
 *     coreRowOf: (moth) => moth,
 *     sharesCoreRows: true, // moths of one night follow one another, and share its row
 *     metadata,
 *   },
 *   {
 *     spool,
 *     warn: console.warn,
 *     onBytes: (count) => void (inflated += count),
 *     onItemError: (error) => {
 *       throw error;
 *     },
 *   },
 * );
 * await pipeline(archive, createWriteStream(path));
 * ```
 */
export function writeArchive<CoreRow, Item, Context>(
  contents: ArchiveContents<CoreRow, Item, Context>,
  ports: ArchivePorts<CoreRow, Item>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash("sha256");
  const tables = [...contents.extensions, ...(contents.coreExtensions ?? [])].map(({ table }) => table);
  const names = [contents.core.file, ...tables.map(({ file }) => file)];
  const files = tableFiles(contents, ports).map((chunks, index) => ({
    name: names[index] ?? "",
    chunks: hashed(chunks, hash),
  }));
  const entries = [
    ...files,
    { name: "meta.xml", chunks: whole("meta.xml", () => metaXml(contents.core, tables)) },
    {
      name: "eml.xml",
      chunks: whole("eml.xml", () => emlXml(checkEmlDocument(contents.metadata(hash.digest("hex"))))),
    },
  ];
  return zip(entries.map(({ name, chunks }) => ({ name, chunks: counted(chunks, ports) })));
}

/** The tables' files, the core's first. They are read in this order, each to its end; see {@link writeArchive} for what they throw. */
export function tableFiles<CoreRow, Item, Context>(
  contents: ArchiveContents<CoreRow, Item, Context>,
  ports: ArchivePorts<CoreRow, Item>,
): Files {
  return contents.coreRowOf === undefined ? inTwoPasses(contents, ports) : inOnePass(contents, ports);
}

type Files = readonly [AsyncIterable<Uint8Array>, ...AsyncIterable<Uint8Array>[]];

/** The core's file is made as it is zipped; those of the extensions go into the spool meanwhile. */
function inOnePass<CoreRow, Item, Context>(
  contents: ArchiveContents<CoreRow, Item, Context> & { coreRowOf(item: Item): CoreRow },
  ports: ArchivePorts<CoreRow, Item>,
): Files {
  const files = [...contents.extensions, ...(contents.coreExtensions ?? [])].map(({ table }) => table.file);
  const core = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    const pass = new SinglePass(contents, ports, (item) => contents.coreRowOf(item));
    const spooled = files.map((file) => openSpoolFile(ports.spool, file));
    try {
      for await (const texts of pass.texts()) {
        await Promise.all(spooled.map((file, index) => file.add(texts.extensions[index] ?? "")));
        yield Buffer.from(texts.core);
      }
      await Promise.all(spooled.map((file) => file.close()));
    } finally {
      await Promise.all(spooled.map((file) => file[Symbol.asyncDispose]()));
    }
  };
  return [core(), ...files.map((file) => ports.spool.read(file))];
}

/** The core's file, then the first extension's, each made as it is zipped; the other extensions wait in the spool. */
function inTwoPasses<CoreRow, Item, Context>(
  contents: ArchiveContents<CoreRow, Item, Context> & { readonly coreRows: AsyncIterable<readonly CoreRow[]> },
  ports: ArchivePorts<CoreRow, Item>,
): Files {
  const extensions = contents.extensions.map(({ table }, index) =>
    index === 0 ? extensionFiles(contents, ports) : ports.spool.read(table.file),
  );
  const coreExtensions = (contents.coreExtensions ?? []).map(({ table }) => ports.spool.read(table.file));
  return [coreFile(contents, ports), ...extensions, ...coreExtensions];
}

/** Yields the first extension's file; the others' go into the spool meanwhile. */
async function* extensionFiles<CoreRow, Item, Context>(
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

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  ports: Pick<ArchivePorts<never, never>, "onBytes">,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    ports.onBytes?.(chunk.length);
    yield chunk;
  }
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(chunk: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* whole(
  file: "meta.xml" | "eml.xml",
  text: () => Promise<string>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(checkXml(file, await text()));
}
