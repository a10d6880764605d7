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

/** A statement whose rows belong to occurrences or detections. Its order begins with those. */
export interface RelatedStatement<Row> extends PackedStatement<Row> {
  /** The id of what a row belongs to, a `bigint`. */
  readonly owner: RawBuilder<unknown>;
}

/** Rows of a page that wait as one text. */
export interface PackedRows<Row> {
  readonly bytes: number;
  /** Makes the rows of some owners. */
  unpack(owners: readonly string[]): UnpackedRows<Row>;
}

/** The rows of some owners. */
export interface UnpackedRows<Row> {
  readonly all: readonly Row[];
  /** Those of one of the owners, in their order. */
  of(owner: string): readonly Row[];
}

const NONE: readonly never[] = [];

/**
 * Reads the rows that belong to the occurrences of a page as one text of JSON, from which they are made part by part. Pages are read ahead: as
 * objects, the collector would copy their values twice before anything is written of them. Measured with the 22 columns of the facts of
 * detections: the database works 1.25 times as long, Node 0.6 times.
 */
export async function packedRows<Row extends object>(
  run: PostgresSnapshot["run"],
  { owner, ...statement }: RelatedStatement<Row>,
): Promise<PackedRows<Row>> {
  const text = await lines(run, statement, [
    sql`${owner}::text`,
    ...Object.values<RawBuilder<unknown>>(statement.columns),
  ]);
  const view = viewOf<Row>(["owner", ...Object.keys(statement.columns)]);
  let places: ReadonlyMap<string, Place> | undefined;
  const rowsOf = (id: string): readonly Row[] => {
    const place = (places ??= placesOf(text)).get(id);
    return place === undefined ? NONE : parsed(text.slice(place.start, place.end)).map(view);
  };
  return {
    bytes: text.length,
    unpack(owners) {
      const rows = new Map(owners.map((id) => [id, rowsOf(id)]));
      return { all: [...rows.values()].flat(), of: (id) => rows.get(id) ?? NONE };
    },
  };
}

/** Reads all rows of a statement in the same way, and makes them at once. */
export async function allRows<Row extends object>(
  run: PostgresSnapshot["run"],
  statement: PackedStatement<Row>,
): Promise<readonly Row[]> {
  const text = await lines(run, statement, Object.values(statement.columns));
  return text === "" ? NONE : parsed(text).map(viewOf<Row>(Object.keys(statement.columns)));
}

/** The rows as JSON arrays, each on a line of its own: JSON has no line breaks but those that are escaped. */
async function lines(
  run: PostgresSnapshot["run"],
  { from, orderBy, with: before = sql`` }: Omit<PackedStatement<never>, "columns">,
  values: readonly RawBuilder<unknown>[],
): Promise<string> {
  const [packed] = await run(sql<{ readonly lines: Text }>`
    ${before} select string_agg(json_build_array(${sql.join(values)})::text, E',\\n' order by ${orderBy}) as "lines" from ${from}`);
  return packed?.lines ?? "";
}

/** Most often it is one line, which needs no copy with brackets. */
function parsed(text: string): unknown[][] {
  return text.includes("\n") ? (JSON.parse(`[${text}]`) as unknown[][]) : [JSON.parse(text) as unknown[]];
}

/** The place of an owner's lines in a text. */
interface Place {
  readonly start: number;
  end: number;
}

/** The places of all owners. A line begins as `["7",`, and those of an owner follow each other. */
function placesOf(text: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (let start = 0; start < text.length;) {
    const comma = text.indexOf("\n", start) - 1;
    const end = comma < 0 ? text.length : comma;
    const id = text.slice(start + 2, text.indexOf('"', start + 2));
    const known = places.get(id);
    if (known === undefined) places.set(id, { start, end });
    else known.end = end;
    start = end + 2;
  }
  return places;
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
