import type { CompiledQuery, Kysely, QueryResult, UnknownRow } from "kysely";
import { type AlteredValues, type Cuts, probeDriver, refuseAltered } from "./altered-values.js";
import { declaredColumns } from "./declared-columns.js";
import { boundedSelect, mayBeLarge, type PageBounds } from "./bounded-select.js";
import { exactColumn } from "./exact-column.js";
import { exactSelect } from "./exact-select.js";
import { unchangedTypes } from "./unchanged-types.js";
import { unpackRows } from "./packed-rows.js";
import type { KeysetPage } from "./keyset-pages.js";
import { weigh, type Weighed } from "./page-size.js";
import type { SourceRow } from "./order-key.js";
import type { SnapshotDialect } from "./snapshot-dialect.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** Reads a select with the columns that it was made for, exactly as the database holds them. */
export interface ExactRead {
  rows(select: CompiledQuery): Promise<readonly SourceRow[]>;
  /** Reads a select with an order and a limit, on PostgreSQL as many rows of it as fit. */
  page(select: CompiledQuery, bounds: PageBounds): Promise<ExactPage>;
}

/** A read whose rows are not checked yet. */
interface PlainRead extends ExactRead {
  /** Whether the driver made any of the values. */
  readonly isDriven: boolean;
}

/** The rows that were read of a page, and their weight. */
export interface ExactPage extends Weighed {
  readonly page: KeysetPage<SourceRow>;
}

/** Through what rows come, and which may be altered. */
export interface ExactReadsOptions<DB> {
  /** Its plugins have their part in the rows, once their values are exact. */
  readonly db: Kysely<DB>;
  /** Runs statements without plugins. */
  readonly snapshot: Pick<SourceSnapshot, "run">;
  readonly dialect: Pick<SnapshotDialect, "driver" | "declaresTypes">;
  /** Columns and relations that may hold altered values. */
  readonly inexact: ReadonlySet<string>;
}

/** Of PostgreSQL, whose columns are cast where a driver would alter them, nothing but a `Date` can have been altered. */
const CAST: Cuts = { time: false, integer: false, json: false, decimal: false };

/** Reads selects of one snapshot, each value exactly as the database holds it. */
export class ExactReads<DB> {
  readonly #options: ExactReadsOptions<DB>;
  readonly #cuts: Cuts;
  readonly #unchanged: ReadonlySet<string>;
  readonly #ofRelations = new Map<string, Promise<ExactRead>>();

  private constructor(options: ExactReadsOptions<DB>, cuts: Cuts, unchanged: ReadonlySet<string>) {
    this.#options = options;
    this.#cuts = cuts;
    this.#unchanged = unchanged;
  }

  /** Asks the driver what it does to values. @throws ExportError `SOURCE_FAILED`. */
  static async open<DB>(options: ExactReadsOptions<DB>): Promise<ExactReads<DB>> {
    const { snapshot, dialect } = options;
    const cuts = await probeDriver(snapshot, dialect.driver);
    return new ExactReads(options, cuts, dialect.declaresTypes ? await unchangedTypes(snapshot) : new Set());
  }

  /**
   * Prepares the reading of a select, and of others with the same columns. PostgreSQL is asked for the types of its columns; no row is read.
   *
   * @param key - columns that are read of every row, however large it is.
   * @throws ExportError `SOURCE_FAILED`; what is given also `SOURCE_DRIVER_LOSSY`, at the first value that the driver altered.
   */
  async of(select: CompiledQuery, key: readonly string[] = []): Promise<ExactRead> {
    return await this.#checked(select, { relation: undefined, inexact: this.#options.inexact, key: new Set(key) });
  }

  /** As `of`, for the rows of a relation, whose selects have the same columns for all rows. */
  async ofRelation(select: CompiledQuery, relation: string): Promise<ExactRead> {
    const known = this.#ofRelations.get(relation) ?? this.#ofNewRelation(select, relation);
    this.#ofRelations.set(relation, known);
    return await known;
  }

  async #ofNewRelation(select: CompiledQuery, relation: string): Promise<ExactRead> {
    const none: ReadonlySet<string> = new Set();
    if (!this.#options.inexact.has(relation))
      return await this.#checked(select, { relation, inexact: none, key: none });
    const { rows } = this.#uncast();
    return unbounded(async (one) => await this.#plugged(await rows(one), one));
  }

  async #checked(
    select: CompiledQuery,
    { key, ...one }: Pick<AlteredValues, "relation" | "inexact"> & { readonly key: ReadonlySet<string> },
  ): Promise<ExactRead> {
    const { declaresTypes, driver } = this.#options.dialect;
    const read = declaresTypes ? await this.#cast(select, { key, inexact: one.inexact }) : this.#uncast();
    const altered = { cuts: declaresTypes ? CAST : this.#cuts, remedies: driver.remedies, ...one };
    const mayBeAltered = read.isDriven || this.#options.db.getExecutor().plugins.length > 0;
    const checked = async (rows: readonly SourceRow[], from: CompiledQuery): Promise<readonly SourceRow[]> => {
      const values = await this.#plugged(rows, from);
      if (mayBeAltered) for (const row of values) refuseAltered(row, altered);
      return values;
    };
    return {
      rows: async (from) => await checked(await read.rows(from), from),
      page: async (from, bounds) => {
        const { page, ...weighed } = await read.page(from, bounds);
        return { ...weighed, page: { ...page, rows: await checked(page.rows, from) } };
      },
    };
  }

  #uncast(): PlainRead {
    const { snapshot } = this.#options;
    // Rows get members later; those of a driver may be of a class of its own.
    const copied = async (select: CompiledQuery) => (await snapshot.run<SourceRow>(select)).map((row) => ({ ...row }));
    return { ...unbounded(copied), isDriven: true };
  }

  /** Casts the columns of PostgreSQL whose values its drivers alter. */
  async #cast(
    select: CompiledQuery,
    { key, inexact }: { readonly key: ReadonlySet<string>; readonly inexact: ReadonlySet<string> },
  ): Promise<PlainRead> {
    const { snapshot } = this.#options;
    const declared = await declaredColumns(snapshot, select);
    const names = declared.map(({ name }) => name);
    const isLeft = await this.#named(select, { names, among: inexact });
    const kept = await this.#named(select, { names, among: key });
    const driver = { cutsIntegers: this.#cuts.integer, unchanged: this.#unchanged };
    const columns = declared.map((column) => ({
      ...column,
      exact: isLeft(column.name) ? null : exactColumn(column, driver),
    }));
    if (columns.length === 0) return this.#uncast();
    const isDriven = !columns.every(({ exact }) => exact?.inJson);
    const read = unbounded(
      async (one) => unpackRows(await snapshot.run<SourceRow>(exactSelect(one, columns)), columns).rows,
    );
    if (!columns.some(mayBeLarge)) return { ...read, isDriven };
    return {
      isDriven,
      rows: read.rows,
      page: async (one, bounds) => {
        const given = await snapshot.run<SourceRow>(boundedSelect(one, columns, { ...bounds, kept }));
        const { rows, bytes } = unpackRows(given, columns, (column) =>
          mayBeLarge(column) && !kept(column.name) ? bounds.rowBytes : Infinity,
        );
        const page = { rows, isCut: rows.length > 1 && bytes >= bounds.pageBytes };
        return { page, rows: rows.length, bytes };
      },
    };
  }

  /** Whether a column's name, as the host's plugins give it, is among some. */
  async #named(
    select: CompiledQuery,
    { names, among }: { readonly names: readonly string[]; readonly among: ReadonlySet<string> },
  ): Promise<(name: string) => boolean> {
    if (among.size === 0) return () => false;
    const [hostNames = {}] = await this.#plugged([Object.fromEntries(names.map((name) => [name, name]))], select);
    const found = new Set(Object.entries(hostNames).flatMap(([host, name]) => (among.has(host) ? [name] : [])));
    return (name) => found.has(name);
  }

  /** The rows as the host's plugins give them. */
  async #plugged(rows: readonly SourceRow[], { queryId }: CompiledQuery): Promise<readonly SourceRow[]> {
    const { plugins } = this.#options.db.getExecutor();
    if (plugins.length === 0) return rows;
    let result: QueryResult<UnknownRow> = { rows: [...rows] };
    for (const plugin of plugins) result = await plugin.transformResult({ result, queryId });
    // Rows get members later; a plugin may keep or freeze its own.
    return result.rows.map((row) => ({ ...row }));
  }
}

/** Reads pages whole. */
function unbounded(rows: ExactRead["rows"]): ExactRead {
  return {
    rows,
    page: async (select) => {
      const page = { rows: await rows(select) };
      return { page, ...weigh(page.rows) };
    },
  };
}
