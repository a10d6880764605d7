import { z } from "zod";
import type { RowFormat } from "../contracts/row-format.js";
import { chooseColumns, columnNamesSchema } from "../formats/choose-columns.js";
import { createTypedFormat } from "../formats/create-typed-format.js";
import type { TypedColumn } from "../formats/typed-column.js";
import { pointColumns } from "./geo-points.js";
import type { ParquetCompression } from "./parquet-file.js";
import { parquetSchema } from "./parquet-schema.js";
import { writeParquet } from "./write-parquet.js";

/** Options of a Parquet file. */
export interface ParquetOptions {
  /** By default `"snappy"`, which every reader knows; `"gzip"` makes smaller files and takes longer. */
  readonly compression?: ParquetCompression | undefined;
  /** About how many bytes of cells a row group holds, and this process in memory; by default 4 MiB. */
  readonly rowGroupBytes?: number | undefined;
  /** The name of the column of points, by default `geometry`; false for none. */
  readonly geometry?: string | false | undefined;
  /** Texts about the file, beside its columns: `{ title: "Moths of 2023", license: "CC-BY-4.0" }`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

const MEBIBYTE = 1024 * 1024;
const RESERVED = ["geo", "columns", "ARROW:schema"];

/**
 * Rows as Apache Parquet: a flat table whose cells have the types of their columns, exact or refused. Undefined is null; NaN and the
 * infinities are null and counted as `NON_FINITE_NUMBER`. The names, types, terms and units of the columns stand in the key-value metadata,
 * as JSON under `columns`.
 *
 * A pair of columns with the terms `dwc:decimalLongitude` and `dwc:decimalLatitude` adds points (GeoParquet 1.1.0: WKB,
 * OGC:CRS84). A point is null where there are no coordinates, or where they are no place (counted as
 * `COORDINATES_INVALID`).
 *
 * A request may choose `columns` and `compression` (`snappy`, `gzip`, `none`). Under a sensitivity policy, columns of ids and dates are text:
 * the policy may write surrogates and months.
 *
 * @throws TypeError when there is no column, a name repeats, a decimal cannot be, or an option is none of the above.
 * @example
 * ```ts
 * export const Sightings = createRowExporter({ source, format: parquet(columns) });
 * ```
 */
export function parquet<Row>(columns: readonly TypedColumn<Row>[], options: ParquetOptions = {}): RowFormat<Row> {
  const { compression = "snappy", rowGroupBytes = 4 * MEBIBYTE, metadata = {} } = options;
  const geometry = geometryName(columns, options.geometry);
  if (!(rowGroupBytes >= 1)) throw new TypeError("rowGroupBytes must be at least 1.");
  for (const key of RESERVED) if (key in metadata) throw new TypeError(`The metadata "${key}" is the file's own.`);
  const schema = parquetSchema(columns, geometry);
  const optionsOf = () =>
    z.strictObject({
      columns: columnNamesSchema(columns, "column"),
      compression: z.enum(["snappy", "gzip", "none"]).optional(),
    });
  return createTypedFormat<Row>(columns, {
    fileFormat: "parquet",
    contentType: "application/vnd.apache.parquet",
    options: optionsOf(),
    configure(values) {
      const { columns: names, ...changes } = optionsOf().parse(values);
      return parquet(chooseColumns(columns, names), { ...options, ...changes });
    },
    over: (others) => parquet(others, options),
    write: (batches, { add: onWarning }) =>
      writeParquet(batches, { columns, geometry, schema, compression, rowGroupBytes, metadata, onWarning }),
  });
}

/** @throws TypeError when a column has the name of the points. */
function geometryName(columns: readonly TypedColumn<never>[], wanted: string | false = "geometry"): string | null {
  if (wanted === false || pointColumns(columns) === null) return null;
  if (columns.some(({ name }) => name === wanted)) throw new TypeError(`The column "${wanted}" occurs twice.`);
  return wanted;
}
