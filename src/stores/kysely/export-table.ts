import { type Kysely, sql } from "kysely";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ListOptions } from "../../contracts/export-store.js";
import type { ColumnValues, ExportRow, Stored } from "./export-row.js";
import type { StoreDialect } from "./store-dialect.js";
import type { Sql } from "./table-names.js";
import { toRecord } from "./to-record.js";

const COLUMNS: Sql =
  sql.raw(`id, version, deleted, status, format, project_id, user_id, file_size, job_state, attempts, token,
  cancel_requested, progress, document, created_at, updated_at, started_at, finished_at, expires_at, due_at`);

/** Selects the rows of a page, and their order. */
export interface PageOptions extends Pick<ListOptions, "limit" | "offset"> {
  readonly where: Sql;
  readonly orderBy: Sql;
}

/** A page, and how many rows there are in all. */
export interface ExportPage {
  readonly count: number;
  readonly records: readonly ExportRecord[];
}

/** The new values of a row, written while `guard` holds for it. */
export interface GuardedChange {
  readonly key: number;
  readonly guard: Sql;
  readonly values: ColumnValues;
  /** Whether the values may be the row's own already. The guard then holds after the change as it did before. */
  readonly mayRepeat?: boolean;
}

interface GuardedWrite {
  readonly write: Sql;
  /** The condition that finds the written row. */
  readonly written: Sql;
  /** The condition that finds it when the server counts none, if there is one. */
  readonly repeated?: Sql;
}

/** The statements on the table of exports. Each gives whole records. */
export class ExportTable {
  readonly #name: Sql;
  readonly #dialect: StoreDialect;

  constructor(name: Sql, dialect: StoreDialect) {
    this.#name = name;
    this.#dialect = dialect;
  }

  /** The records that a clause (`where …`) selects. */
  async select<DB>(db: Kysely<DB>, clause: Sql): Promise<readonly ExportRecord[]> {
    return (await this.rows(db, clause)).map(toRecord);
  }

  /** The rows that a clause selects, as they are stored. */
  async rows<DB>(db: Kysely<DB>, clause: Sql): Promise<readonly ExportRow[]> {
    const { rows } = await sql<ExportRow>`select ${COLUMNS} from ${this.#name} ${clause}`.execute(db);
    return rows;
  }

  /**
   * A page and its count, of one moment. The count comes even where the page is empty. Both are found in an index that has all that
   * lists order by; only the page's own rows, which are wide, are read.
   */
  async page<DB>(db: Kysely<DB>, { where, orderBy, limit, offset }: PageOptions): Promise<ExportPage> {
    type PageRow = { readonly total: Stored } & (ExportRow | { readonly id: null });
    const { rows } = await sql<PageRow>`
      select counted.total, paged.*
      from (select count(*) as total from ${this.#name} where ${where}) counted
      left join (
        select ${COLUMNS} from ${this.#name}
        join (select id as page_id from ${this.#name} where ${where} order by ${orderBy} limit ${limit} offset ${offset}) page on page_id = id
      ) paged on 1 = 1
      order by ${orderBy}`.execute(db);
    return { count: Number(rows[0]?.total), records: rows.flatMap((row) => (row.id === null ? [] : [toRecord(row)])) };
  }

  /** Adds a row. Undefined, with nothing written, where `guard` does not hold. Within a transaction if the dialect returns nothing. */
  insert<DB>(db: Kysely<DB>, { guard, values }: Omit<GuardedChange, "key">): Promise<ExportRecord | undefined> {
    const columns = sql.join(Object.keys(values).map((column) => sql.id(column)));
    const row = sql.join(Object.values(values));
    const insert = sql`insert into ${this.#name} (${columns}) select ${row} from (select 1) as one where ${guard}`;
    return this.#write(db, { write: insert, written: sql`where id = last_insert_id()` });
  }

  /** Changes one row. Undefined, with nothing written, where there is none such. Within a transaction, as `insert`. */
  change<DB>(
    db: Kysely<DB>,
    { key, guard, values, mayRepeat = false }: GuardedChange,
  ): Promise<ExportRecord | undefined> {
    const set = sql.join(Object.entries(values).map(([column, value]) => sql`${sql.id(column)} = ${value}`));
    const update = sql`update ${this.#name} set ${set} where id = ${key} and ${guard}`;
    const repeated = mayRepeat ? { repeated: sql`where id = ${key} and ${guard}` } : {};
    return this.#write(db, { write: update, written: sql`where id = ${key}`, ...repeated });
  }

  /** Whether the row was there to delete. */
  async delete<DB>(db: Kysely<DB>, { key, guard }: Omit<GuardedChange, "values">): Promise<boolean> {
    const { numAffectedRows } = await sql`delete from ${this.#name} where id = ${key} and ${guard}`.execute(db);
    return numAffectedRows === 1n;
  }

  async #write<DB>(db: Kysely<DB>, { write, written, repeated }: GuardedWrite): Promise<ExportRecord | undefined> {
    if (this.#dialect.returning) {
      const { rows } = await sql<ExportRow>`${write} returning ${COLUMNS}`.execute(db);
      return rows.map(toRecord)[0];
    }
    const { numAffectedRows } = await write.execute(db);
    // MySQL does not count a row that stays as it was, unless the driver asks it to (FOUND_ROWS). Hosts may take that
    // out of its flags.
    const clause = numAffectedRows === 0n ? repeated : written;
    return clause === undefined ? undefined : (await this.select(db, clause))[0];
  }
}
