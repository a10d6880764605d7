import type { SchemaElement } from "hyparquet-writer";
import type { WarningListener } from "../contracts/row-format.js";
import type { TypedColumn } from "../formats/typed-column.js";
import type { TypedRow } from "../formats/typed-reader.js";
import { columnMetadata, describeColumns } from "./column-metadata.js";
import { GeoPoints, pointColumns } from "./geo-points.js";
import { type ParquetCompression, ParquetFile } from "./parquet-file.js";
import { RowGroup } from "./row-group.js";

/** The parts that a Parquet file is made of. */
export interface ParquetFileSpec {
  readonly columns: readonly TypedColumn<never>[];
  /** The name of the column of points; null without one. */
  readonly geometry: string | null;
  readonly schema: SchemaElement[];
  readonly compression: ParquetCompression;
  readonly rowGroupBytes: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly onWarning: WarningListener;
}

/** The bytes of a Parquet file. Holds the cells of one row group. */
export async function* writeParquet(
  batches: AsyncIterable<readonly TypedRow[]>,
  spec: ParquetFileSpec,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { columns, geometry, rowGroupBytes } = spec;
  const at = geometry === null ? null : pointColumns(columns);
  const points = at === null ? null : new GeoPoints(at);
  const own = columns.map((column) => ({ name: column.name, metadata: columnMetadata(column), ordered: true }));
  const file = new ParquetFile(
    geometry === null ? own : [...own, { name: geometry, metadata: [], ordered: false }],
    spec,
  );
  const group = new RowGroup(columns.length, points);
  for await (const rows of batches) {
    group.add(rows, spec.onWarning);
    if (group.bytes < rowGroupBytes) continue;
    yield* file.rowGroup(group.take());
  }
  if (group.bytes > 0) yield* file.rowGroup(group.take());
  yield await file.end(fileMetadata(spec, points));
}

function fileMetadata({ columns, geometry, metadata }: ParquetFileSpec, points: GeoPoints | null) {
  const geo = points === null || geometry === null ? [] : [{ key: "geo", value: points.metadata(geometry) }];
  const given = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  return [...geo, { key: "columns", value: describeColumns(columns) }, ...given];
}
