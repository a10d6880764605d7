import { appendFile, readFile } from "node:fs/promises";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import type { ExporterClass } from "../../src/contracts/exporter.js";

/** An exporter of Parquet whose file ends with a text of all that another reader finds in it: metadata, statistics, rows, points. */
export function legibleParquet(exporter: ExporterClass): ExporterClass {
  return class extends exporter {
    override async export(): Promise<string> {
      const path = await super.export();
      const bytes = await readFile(path);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      const found = { metadata: parquetMetadata(file), rows: await parquetReadObjects({ file }) };
      const text = JSON.stringify(found, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 1);
      await appendFile(path, text);
      return path;
    }
  };
}
