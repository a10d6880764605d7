import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import type { Spool } from "../packages/spool.js";
import { AwaitedKeys } from "./awaited-keys.js";
import type { PackageTable } from "./package-table.js";
import { RepeatedKeySearch } from "./repeated-key.js";
import { type EncodedRow, RowEncoder, type Warn } from "./row-encoder.js";
import { TableKeys } from "./table-keys.js";
import { linksOf, type TableLink } from "./table-links.js";
import type { TableMap } from "./table-map.js";

/** A row of one of the tables. Make it with `rowOf`, which holds both to one type. */
export interface PackageRow<Context> {
  readonly map: TableMap<never, Context>;
  readonly row: never;
}

/** A row, and how it fills its table. */
export function rowOf<Row, Context>(map: TableMap<Row, Context>, row: Row): PackageRow<Context> {
  return { map, row: row as never }; // the map takes it
}

/** The ports with which rows are encoded. */
export interface PackageRowsPorts {
  readonly spool: Spool;
  readonly warn: Warn;
  /** The names of tables that the format has and this file leaves out: keys of them may stay. By default none. */
  readonly leftOut?: readonly string[] | undefined;
  /** The names of tables of which a row that comes again in another group is left out later. By default none is. */
  readonly shared?: readonly string[] | undefined;
  /** Keys of a shared table came again: the rows with them are to be left out but for the first. */
  onRepeated?(table: string, keys: ReadonlySet<string>): void;
  /** Whether rows that others point at were not read: then keys may stay. By default all are read. */
  isCut?(): boolean;
  /** A row is written: its cells in the order of the fields. */
  onRow?(table: PackageTable, cells: readonly string[]): void;
}

/** The lines of some tables, by the tables' names. */
export type TableTexts = ReadonlyMap<string, string>;

interface Written {
  readonly table: PackageTable;
  readonly key: string | null;
  readonly row: EncodedRow;
}

/** The keys of an item's rows, by table. */
type OwnKeys = Map<string, Set<string>>;

/**
 * Makes the lines of a package's tables, item by item: all rows of an item are written, or none. Keys of a table come once, and foreign
 * keys point at rows that are written.
 */
export class PackageRows<Context> implements AsyncDisposable {
  readonly #context: Context;
  readonly #ports: PackageRowsPorts;
  readonly #encoders = new Map<TableMap<never, Context>, RowEncoder<never, Context>>();
  readonly #keys: ReadonlyMap<string, TableKeys>;
  readonly #links: ReadonlyMap<string, readonly TableLink[]>;
  /** The names of tables whose keys an item looks for among its own. */
  readonly #looked: ReadonlySet<string>;
  readonly #awaited: AwaitedKeys;
  #group: string | null = null;

  constructor(tables: readonly PackageTable[], context: Context, ports: PackageRowsPorts) {
    this.#context = context;
    this.#ports = ports;
    this.#links = linksOf(tables, ports.leftOut ?? []);
    this.#awaited = new AwaitedKeys(this.#links);
    this.#looked = new Set([
      ...tables.filter(({ repeats }) => repeats !== undefined).map(({ name }) => name),
      ...[...this.#links.values()].flatMap((links) => links.map(({ table }) => table)),
    ]);
    const isShared = ({ name }: PackageTable) => ports.shared?.includes(name) === true;
    this.#keys = new Map(
      tables.map((table) => [table.name, new TableKeys(table, ports.spool, { isShared: isShared(table) })]),
    );
  }

  /**
   * The lines of an item's rows. What repeats a key that may be repeated is left out.
   *
   * @param options.key - names the item in errors and warnings.
   * @param options.group - of rows among which keys of a grouped table come once; null for rows that those of all groups may point at.
   * @throws ExportError `ROW_ENCODING`: nothing of the item is written; `SOURCE_ORDER_NOT_UNIQUE`.
   */
  linesOf(
    rows: Iterable<PackageRow<Context>>,
    { key, group }: { readonly key: Id; readonly group: string | null },
  ): TableTexts {
    if (group !== this.#group) for (const keys of this.#keys.values()) keys.beginGroup();
    this.#group = group;
    const written: Written[] = [];
    const own: OwnKeys = new Map();
    for (const row of rows) {
      const encoded = this.#encode(row, key, own);
      if (encoded !== null) written.push(encoded);
    }
    for (const row of written) this.#refuseStray(row, key, own);
    return this.#commit(written, group);
  }

  /** Keeps the keys of what was written. To be called for each batch. */
  async flush(): Promise<void> {
    for (const keys of this.#keys.values()) await keys.flush();
  }

  /**
   * All rows are written.
   *
   * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when a key came twice; `FILE_CHECK_FAILED` when one that is pointed at never came.
   */
  async finish(): Promise<void> {
    await this.flush();
    const search = new RepeatedKeySearch();
    for (const [name, keys] of this.#keys) {
      const repeated = await keys.finish(search);
      if (repeated.size > 0) this.#ports.onRepeated?.(name, repeated);
    }
    this.#awaited.finish((table, key) => this.#keys.get(table)?.knows(key) === true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const keys of this.#keys.values()) await keys[Symbol.asyncDispose]();
  }

  /** Null for a row that repeats a key: no more of it is encoded than that. */
  #encode({ map, row }: PackageRow<Context>, key: Id, own: OwnKeys): Written | null {
    const { table } = map;
    const keys = this.#keys.get(table.name);
    if (keys === undefined) return null;
    const repeats = (one: string | null): boolean =>
      one !== null && (keys.has(one) || own.get(table.name)?.has(one) === true);
    const encoded = this.#encoderOf(map, keys).encode(
      { row, context: this.#context, key },
      (cells) => table.repeats !== undefined && repeats(keys.keyOf(cells)),
    );
    if (encoded === null) return null;
    const one = keys.keyOf(encoded.cells);
    if (one !== null && this.#looked.has(table.name)) own.set(table.name, (own.get(table.name) ?? new Set()).add(one));
    return { table, key: one, row: encoded };
  }

  #encoderOf(map: TableMap<never, Context>, { indices }: TableKeys): RowEncoder<never, Context> {
    const known = this.#encoders.get(map);
    if (known !== undefined) return known;
    const encoder = new RowEncoder(map, this.#ports.warn, indices);
    this.#encoders.set(map, encoder);
    return encoder;
  }

  #refuseStray({ table, row }: Written, key: Id, own: OwnKeys): void {
    for (const { field, index, table: other, isAwaited } of this.#links.get(table.name) ?? []) {
      const cell = row.cells[index] ?? "";
      if (cell === "" || isAwaited || this.#ports.isCut?.() === true) continue;
      if (own.get(other)?.has(cell) === true || this.#keys.get(other)?.knows(cell) === true) continue;
      const message = this.#keys.has(other)
        ? `The field points at a row of ${other} that is not written with it.`
        : `The field points at a row of ${other}, a table that the package does not have.`;
      const details = [{ path: [table.name, key, field], code: "unknown_key", message }];
      throw new ExportError("ROW_ENCODING", { details });
    }
  }

  #commit(written: readonly Written[], group: string | null): TableTexts {
    const texts = new Map<string, string>();
    for (const { table, key, row } of written) {
      this.#keys.get(table.name)?.add(key, group);
      this.#awaited.add(table.name, row.cells);
      texts.set(table.name, (texts.get(table.name) ?? "") + row.line);
      this.#ports.onRow?.(table, row.cells);
    }
    return texts;
  }
}
