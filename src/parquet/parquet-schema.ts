import type { SchemaElement } from "hyparquet-writer";
import type { ColumnType } from "../formats/column-type.js";
import type { TypedColumn } from "../formats/typed-column.js";

const UTF8 = { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } } as const;
const MICROS = { type: "TIMESTAMP", unit: "MICROS" } as const;

/** The stored form of each type. A timestamp has no converted type: readers would take it for a moment in UTC. */
const STORED: { readonly [Type in Extract<ColumnType, string>]: Omit<SchemaElement, "name"> } = {
  text: UTF8,
  float: { type: "DOUBLE" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  boolean: { type: "BOOLEAN" },
  date: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
  timestamp: { type: "INT64", logical_type: { ...MICROS, isAdjustedToUTC: false } },
  instant: { type: "INT64", converted_type: "TIMESTAMP_MICROS", logical_type: { ...MICROS, isAdjustedToUTC: true } },
  binary: { type: "BYTE_ARRAY" },
};

/** The most digits that 64 bits hold, and that readers take. */
const INT64_DIGITS = 18;
const MOST_DIGITS = 38;

/** The schema of a flat table, every cell of which may be empty. @throws TypeError for a decimal that cannot be. */
export function parquetSchema(columns: readonly TypedColumn<never>[], geometry: string | null): SchemaElement[] {
  const leaves = columns.map(({ name, type = "text" }) => ({ name, ...storedAs(type) }));
  const all = geometry === null ? leaves : [...leaves, { name: geometry, ...STORED.binary }];
  return [
    { name: "schema", num_children: all.length },
    ...all.map((leaf): SchemaElement => ({ ...leaf, repetition_type: "OPTIONAL" })),
  ];
}

function storedAs(type: ColumnType): Omit<SchemaElement, "name"> {
  if (typeof type === "string") return STORED[type];
  const [precision, scale] = type.decimal;
  if (!Number.isInteger(precision) || precision < 1 || precision > MOST_DIGITS)
    throw new TypeError(`A decimal has 1 to ${MOST_DIGITS} digits.`);
  if (!Number.isInteger(scale) || scale < 0 || scale > precision)
    throw new TypeError("A decimal has from no digit to all its digits after the point.");
  const logical = { converted_type: "DECIMAL", logical_type: { type: "DECIMAL", precision, scale } } as const;
  return precision <= INT64_DIGITS
    ? { type: "INT64", ...logical, precision, scale }
    : { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, ...logical, precision, scale };
}
