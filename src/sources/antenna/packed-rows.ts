import { type RawBuilder, sql } from "kysely";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import type { Text } from "./antenna-values.js";

/**
 * The expression of each member of a row, which comes as JSON has it. Ids and exact numbers must be text, for JSON's numbers are doubles; times
 * become ISO 8601 whatever the session's style.
 */
export type Columns<Row> = { readonly [Name in keyof Row]: RawBuilder<unknown> };

/** The parts of a statement whose rows come packed. */
export interface PackedStatement<Row> {
  readonly columns: Columns<Row>;
  /** All that follows `from`. */
  readonly from: RawBuilder<unknown>;
  readonly orderBy: RawBuilder<unknown>;
  /** The `with` before the statement. */
  readonly with?: RawBuilder<unknown>;
}

/** Rows that wait as one text. */
export interface PackedRows<Row> {
  readonly bytes: number;
  unpack(): readonly Row[];
}

/**
 * Reads rows as one JSON text, from which they are made when they are needed. Pages are read ahead: as objects, the collector would copy
 * their values twice before anything is written of them. Measured with the 22 columns of the facts of detections: the database works 1.25
 * times as long, Node 0.6 times.
 */
export async function packedRows<Row extends object>(
  run: PostgresSnapshot["run"],
  { columns, from, orderBy, with: before = sql`` }: PackedStatement<Row>,
): Promise<PackedRows<Row>> {
  const values: readonly RawBuilder<unknown>[] = Object.values(columns);
  const [packed] = await run(sql<{ readonly rows: Text }>`
    ${before} select json_agg(json_build_array(${sql.join(values)}) order by ${orderBy})::text as "rows" from ${from}`);
  const text = packed?.rows ?? "[]";
  const view = viewOf<Row>(Object.keys(columns));
  return { bytes: text.length, unpack: () => (JSON.parse(text) as unknown[][]).map(view) };
}

const VIEWS = new Map<string, new (values: readonly unknown[]) => object>();

/**
 * Makes a row of its values, which reads them by name. Half of the names are asked once: an object of each row takes longer to make. All pages
 * have one class, whose members the compiler knows.
 */
function viewOf<Row>(names: readonly string[]): (values: readonly unknown[]) => Row {
  const key = names.join();
  const View = VIEWS.get(key) ?? newView(names);
  VIEWS.set(key, View);
  return (values) => new View(values) as Row;
}

function newView(names: readonly string[]): new (values: readonly unknown[]) => object {
  class View {
    constructor(readonly values: readonly unknown[]) {}
  }
  for (const [index, name] of names.entries())
    Object.defineProperty(View.prototype, name, {
      get(this: View) {
        return this.values[index];
      },
    });
  return View;
}
