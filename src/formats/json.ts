import { chooseColumns, columnNamesSchema } from "./choose-columns.js";
import { createRowFormat } from "./create-row-format.js";
import { jsonText } from "./json-text.js";
import { z } from "zod";
import type { RowFormat } from "../contracts/row-format.js";
import type { RowColumn } from "./row-column.js";

/** A member of every object of a JSON file. Its value may be nested, and should have the same keys in every row. */
export type JsonField<Row> = RowColumn<Row>;

/**
 * Rows as one JSON array (RFC 8259): UTF-8, one object a line with the fields in their order, a line break at the end, `[]` for no
 * rows. Every object has every key: undefined is null. Bigint and integers beyond 2^53 - 1 are strings; NaN and the infinities are
 * null and counted as `NON_FINITE_NUMBER`. Functions, symbols, circular structures and objects such as a Map make a row unwritable.
 *
 * A request may choose `fields`: any of them, in the order it names.
 *
 * @throws TypeError when there is no field, or a name repeats.
 * @example
 * ```ts
 * registry.register("sightings_json")(createRowExporter({ source, format: json(columns) }));
 * ```
 */
export function json<Row>(fields: readonly JsonField<Row>[]): RowFormat<Row> {
  const keys = fields.map(({ name }, index) => `${index === 0 ? "{" : ","}${jsonText(name, () => undefined)}:`);
  return createRowFormat(fields, {
    fileFormat: "json",
    contentType: "application/json",
    columnsOption: "fields",
    options: optionsSchema(fields),
    configure: (values) => json(chooseColumns(fields, optionsSchema(fields).parse(values).fields)),
    withColumns: (change) => json(change(fields)),
    cellText: (value, { name }, nonFinite) => jsonText(value, () => nonFinite.push(name)),
    async *text(batches) {
      let before = "[\n";
      for await (const rows of batches) {
        let text = "";
        for (const cells of rows) {
          text += before;
          for (let index = 0; index < cells.length; index += 1) text += `${keys[index]}${cells[index]}`;
          text += "}";
          before = ",\n";
        }
        yield text;
      }
      yield before === ",\n" ? "\n]\n" : "[]\n";
    },
  });
}

function optionsSchema(fields: readonly JsonField<never>[]) {
  return z.strictObject({ fields: columnNamesSchema(fields, "field") });
}
