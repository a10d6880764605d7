import { gzipSync } from "node:zlib";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { TypedCell } from "../formats/typed-cell.js";

/** The compression of a file's pages. */
export type ParquetCompression = "snappy" | "gzip" | "none";

const CODECS = { snappy: "SNAPPY", gzip: "GZIP", none: "UNCOMPRESSED" } as const;
const PAGE_BYTES = 1024 * 1024;

/** A text that describes a file, or one of its columns. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A column of a file. */
export interface ParquetFileColumn {
  readonly name: string;
  /** Stands beside each of its parts. */
  readonly metadata: readonly KeyValue[];
  /** Whether the least and the greatest value tell a reader anything. */
  readonly ordered: boolean;
}

/** Writes one Parquet file, row group by row group. Its bytes are to be taken after each step. */
export class ParquetFile {
  readonly #columns: readonly ParquetFileColumn[];
  readonly #bytes = new ByteWriter(PAGE_BYTES);
  readonly #writer: ParquetWriter;

  constructor(
    columns: readonly ParquetFileColumn[],
    { schema, compression }: { readonly schema: SchemaElement[]; readonly compression: ParquetCompression },
  ) {
    this.#columns = columns;
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema,
      codec: CODECS[compression],
      compressors: { GZIP: (page) => gzipSync(page) },
      createdBy: "vasculum",
    });
  }

  /**
   * One row group. The writer makes a row group of each column, in a turn of the event loop of its own, since a whole
   * one takes seconds. Put together they are one.
   *
   * @param cells - of each column, emptied as they are written.
   */
  async *rowGroup(cells: readonly TypedCell[][]): AsyncGenerator<Uint8Array, void, undefined> {
    const { row_groups: groups, num_rows: before } = this.#writer;
    const rows = cells[0]?.length ?? 0;
    for (const [index, { name, ordered }] of this.#columns.entries()) {
      const data = cells[index]?.splice(0) ?? [];
      const column = { name, data, columnIndex: false, offsetIndex: false, ...(ordered ? {} : { statistics: false }) };
      await this.#writer.write({ columnData: [column], rowGroupSize: rows, pageSize: PAGE_BYTES });
      yield this.#take();
      await nextTurn();
    }
    const parts = groups.splice(groups.length - this.#columns.length);
    const chunks = parts.flatMap(({ columns }) => columns);
    for (const [index, { metadata }] of this.#columns.entries()) {
      const described = chunks[index]?.meta_data;
      if (described !== undefined && metadata.length > 0) described.key_value_metadata = [...metadata];
    }
    groups.push({
      columns: chunks,
      num_rows: BigInt(rows),
      total_byte_size: parts.reduce((sum, { total_byte_size: size }) => sum + size, 0n),
      total_compressed_size: parts.reduce((sum, { total_compressed_size: size = 0n }) => sum + size, 0n),
    });
    this.#writer.num_rows = before + BigInt(rows);
  }

  /** Writes what stands after the rows: the footer, with what the file says of itself. */
  async end(metadata: readonly KeyValue[]): Promise<Uint8Array> {
    this.#writer.kvMetadata = [...metadata];
    await this.#writer.finish();
    return this.#take();
  }

  /** The bytes since the last time. */
  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return bytes;
  }
}
