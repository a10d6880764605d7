import { parse } from "csv-parse/sync";

/** A table schema as a standard publishes it (Table Schema v1). */
export interface TableSchema {
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly constraints?: {
      readonly required?: boolean;
      readonly unique?: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly enum?: readonly string[];
      readonly pattern?: string;
    };
  }[];
  readonly primaryKey?: string;
  readonly foreignKeys?: readonly {
    readonly fields: string;
    readonly reference: { readonly resource: string; readonly fields: string };
  }[];
  readonly missingValues?: readonly string[];
}

const FORMS: Readonly<Record<string, RegExp>> = {
  integer: /^[+-]?\d+$/,
  number: /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i,
  boolean: /^(true|false)$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:?\d\d)$/,
};

/** What is wrong with a CSV file by a schema: `row 2, count: minimum`. Written from the specification, apart from what writes the files. */
export function checkTable(csv: string, { fields, missingValues = [""] }: TableSchema): readonly string[] {
  const [header = [], ...rows] = parse(csv) as string[][];
  const names = fields.map(({ name }) => name);
  if (names.join() !== header.join()) return [`header: ${header.join()} is not ${names.join()}`];
  const seen = names.map(() => new Set<string>());
  return rows.flatMap((cells, row) =>
    fields.flatMap(({ name, type, constraints = {} }, index) => {
      const cell = cells[index] ?? "";
      const problem = problemOf(cell, {
        type,
        constraints,
        isMissing: missingValues.includes(cell),
        seen: seen[index]!,
      });
      return problem === null ? [] : [`row ${row + 1}, ${name}: ${problem}`];
    }),
  );
}

function problemOf(
  cell: string,
  field: {
    readonly type: string;
    readonly constraints: NonNullable<TableSchema["fields"][number]["constraints"]>;
    readonly isMissing: boolean;
    readonly seen: Set<string>;
  },
): string | null {
  const { required, unique, minimum, maximum, enum: values, pattern } = field.constraints;
  if (field.isMissing) return required === true ? "required" : null;
  if (FORMS[field.type]?.test(cell) === false) return field.type;
  if (minimum !== undefined && Number(cell) < minimum) return "minimum";
  if (maximum !== undefined && Number(cell) > maximum) return "maximum";
  if (values?.includes(cell) === false) return "enum";
  if (pattern !== undefined && !new RegExp(pattern).test(cell)) return "pattern";
  const repeats = unique === true && field.seen.has(cell);
  field.seen.add(cell);
  return repeats ? "unique" : null;
}
