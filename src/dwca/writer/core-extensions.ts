import type { Id } from "../../contracts/id.js";
import type { TsvRow } from "../tables/tsv-encoder.js";
import type { ArchiveContents, ArchivePorts } from "./archive-contents.js";
import { asRowError, ExtensionEncoder } from "./extension-encoder.js";

/** A core row, with what names it in errors and how it stands in the file. */
export interface EncodedCoreRow<CoreRow> {
  readonly row: CoreRow;
  readonly key: Id;
  readonly tsv: TsvRow;
}

/** Makes the rows of the extensions that are derived from core rows, while the core is written. */
export class CoreExtensions<CoreRow, Item, Context> {
  readonly #encoders: readonly ExtensionEncoder<CoreRow, Context>[];
  readonly #contents: ArchiveContents<CoreRow, Item, Context>;
  readonly #ports: ArchivePorts<CoreRow, Item>;

  constructor(contents: ArchiveContents<CoreRow, Item, Context>, ports: ArchivePorts<CoreRow, Item>) {
    const options = { context: contents.context, warn: ports.warn };
    this.#contents = contents;
    this.#ports = ports;
    this.#encoders = (contents.coreExtensions ?? []).map((extension) => new ExtensionEncoder(extension, options));
  }

  /** The files, in the order of the texts. */
  get files(): readonly string[] {
    return (this.#contents.coreExtensions ?? []).map(({ table }) => table.file);
  }

  /** The header lines, one per extension. */
  get headers(): readonly string[] {
    return this.#encoders.map(({ header }) => header);
  }

  /**
   * The lines that belong to core rows, one text per extension.
   *
   * @throws ExportError `ROW_ENCODING` when one cannot be made: a core row is never left out.
   */
  linesOf(coreRows: readonly EncodedCoreRow<CoreRow>[]): readonly string[] {
    return this.#encoders.map((encoder, index) => {
      const table = this.#contents.coreExtensions?.[index]?.table;
      const rows = coreRows.flatMap((coreRow) => encode(encoder, coreRow));
      if (table !== undefined) for (const { texts, line } of rows) this.#ports.onRow?.(table, texts, line);
      return rows.map(({ line }) => line).join("");
    });
  }
}

function encode<CoreRow, Context>(
  encoder: ExtensionEncoder<CoreRow, Context>,
  { row, key, tsv }: EncodedCoreRow<CoreRow>,
): readonly TsvRow[] {
  try {
    return encoder.encode(row, { key, coreId: tsv.id });
  } catch (error) {
    throw asRowError(key, error);
  }
}
