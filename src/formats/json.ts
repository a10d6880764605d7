import type { RowErrorListener } from "../core/base-exporter.js";
import { checkColumns } from "./check-columns.js";
import { jsonText } from "./json-text.js";
import type { EncodeOptions, RowColumn, RowFormat } from "./row-format.js";
import { RowReader } from "./row-reader.js";

/** A member of every object of a JSON file. Its value may be nested, and should have the same keys in every row. */
export type JsonField<Row> = RowColumn<Row>;

/**
 * Rows as one JSON array (RFC 8259): UTF-8, one object a line with the fields in their order, a line break at the end, `[]` for no
 * rows. Every object has every key: undefined is null. Bigint and integers beyond 2^53 - 1 are strings; NaN and the infinities are
 * null and told as `NON_FINITE_NUMBER`. Functions, symbols, circular structures and objects such as a Map make a row unwritable.
 *
 * @throws TypeError when there is no field, or a name repeats.
 */
export function json<Row>(fields: readonly JsonField<Row>[]): RowFormat<Row> {
  const spec = checkColumns(fields);
  const keys = spec.map(({ name }) => `${jsonText(name, () => undefined)}:`);
  const cellText = (value: unknown, { name }: JsonField<Row>, nonFinite: string[]): string =>
    jsonText(value, () => nonFinite.push(name));
  const objectText = (cells: readonly string[]): string => `{${cells.map((cell, index) => keys[index] + cell).join(",")}}`;

  async function* encode(
    batches: AsyncIterable<readonly Row[]>,
    onRowError?: RowErrorListener,
    { onWarning }: EncodeOptions = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = new RowReader(spec, { cellText, onRowError, onWarning });
    let open = "[\n";
    for await (const batch of batches) {
      const rows = reader.read(batch);
      if (rows.length === 0) continue;
      yield Buffer.from(open + rows.map(objectText).join(",\n"));
      open = ",\n";
    }
    yield Buffer.from(open === ",\n" ? "\n]\n" : "[]\n");
  }
  return Object.freeze({ encode });
}
