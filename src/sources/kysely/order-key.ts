import { type RawBuilder, sql } from "kysely";
import { ExportError } from "../../contracts/export-error.js";

/** A value that a key column may hold; a key that may be null cannot order rows. */
export type KeyValue = string | number | bigint | Date | Uint8Array | ArrayBuffer;

/** The columns of a row that may be part of its order key. */
export type KeyColumn<Row> = {
  [Column in keyof Row & string]: Row[Column] extends KeyValue ? Column : never;
}[keyof Row & string];

/** The columns of an order key, the first one first: ascending, or `{ desc: column }`. */
export type OrderColumns<Column> = readonly [OrderColumn<Column>, ...OrderColumn<Column>[]];

type OrderColumn<Column> = Column | { readonly desc: Column };

/** A row as the database gave it. */
export type SourceRow = Readonly<Record<string, unknown>>;

interface Column {
  readonly name: string;
  readonly after: RawBuilder<unknown>;
  readonly direction: RawBuilder<unknown>;
}

const ASCENDING = { after: sql`>`, direction: sql`asc` } as const;
const DESCENDING = { after: sql`<`, direction: sql`desc` } as const;

/** The order of the rows of a derived table `r`, and the SQL for "after this row". */
export class OrderKey {
  readonly #columns: readonly Column[];
  readonly #comparesRows: boolean;

  /** @param options.comparesRows - whether `(a, b) > (1, 2)` is found through an index; otherwise it is spelt out. */
  constructor(columns: OrderColumns<string>, options: { readonly comparesRows: boolean }) {
    this.#columns = columns.map((column) =>
      typeof column === "string" ? { name: column, ...ASCENDING } : { name: column.desc, ...DESCENDING },
    );
    this.#comparesRows = options.comparesRows && new Set(this.#columns.map(({ after }) => after)).size === 1;
  }

  /** The columns, the first one first. */
  get names(): readonly string[] {
    return this.#columns.map(({ name }) => name);
  }

  /** Returns the SQL after `order by`. */
  orderBy(table = "r"): RawBuilder<unknown> {
    return sql.join(this.#columns.map(({ name, direction }) => sql`${sql.id(table, name)} ${direction}`));
  }

  /** The condition that a row's key comes after the key of `last`. */
  after(last: SourceRow): RawBuilder<unknown> {
    const values = valuesOf(last, this.#columns);
    const [first, ...others] = this.#columns.map(({ name, after }, index) => ({
      name: nameOf(name),
      after,
      value: sql`${values[index]}`,
    }));
    if (first === undefined) throw new TypeError("The key needs a column.");
    if (others.length === 0) return compared(first);
    if (!this.#comparesRows) return sql`${first.name} ${first.after}= ${first.value} and ${spelt(first, others)}`;
    const all = [first, ...others];
    return sql`(${sql.join(all.map(({ name }) => name))}) ${first.after} (${sql.join(all.map(({ value }) => value))})`;
  }

  /**
   * The row's key as one text.
   *
   * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when a part of it is null or missing.
   */
  textOf(row: SourceRow): string {
    const [first, ...others] = valuesOf(row, this.#columns).map(valueText);
    return first !== undefined && others.length === 0 ? first : JSON.stringify([first, ...others]);
  }
}

interface Bound {
  readonly name: RawBuilder<unknown>;
  readonly after: RawBuilder<unknown>;
  readonly value: RawBuilder<unknown>;
}

function spelt(first: Bound, [second, ...others]: readonly Bound[]): RawBuilder<unknown> {
  if (second === undefined) return compared(first);
  return sql`(${compared(first)} or (${first.name} = ${first.value} and ${spelt(second, others)}))`;
}

function compared({ name, after, value }: Bound): RawBuilder<unknown> {
  return sql`${name} ${after} ${value}`;
}

function nameOf(column: string): RawBuilder<unknown> {
  return sql.id("r", column);
}

function valuesOf(row: SourceRow, columns: readonly Column[]): readonly unknown[] {
  return columns.map(({ name }) => {
    const value = row[name] ?? null;
    // libsql gives bytes as an ArrayBuffer, which not every driver takes.
    if (value !== null) return value instanceof ArrayBuffer ? Buffer.from(value) : value;
    throw new ExportError("SOURCE_ORDER_NOT_UNIQUE", {
      message: `The column "${name}" of the order key holds no value.`,
    });
  });
}

/** A value of a column as text by which equal values are found: bytes by their digits, as some drivers give them as `ArrayBuffer`. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof ArrayBuffer) return valueText(new Uint8Array(value));
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  return value instanceof Date ? String(value.getTime()) : String(value);
}
