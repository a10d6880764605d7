import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { ExportError } from "../../contracts/export-error.js";

/**
 * The part of a PGlite that the dialect needs. PGlite is the PostgreSQL that runs inside the process
 * (`@electric-sql/pglite`).
 */
export interface PgliteLike {
  readonly waitReady: Promise<unknown>;
  query(sql: string, parameters: unknown[]): Promise<{ readonly rows: unknown[]; readonly affectedRows?: number }>;
  close(): Promise<void>;
}

/**
 * A Kysely dialect for PGlite, for tests and demonstrations. PGlite is one connection: whoever holds a transaction makes all
 * others wait, so keep export records elsewhere. Destroying the Kysely closes the PGlite; there are no streams.
 *
 * @deprecated With Kysely 0.29 use its own `PGliteDialect`; this one stays for Kysely 0.28.
 * @example
 * ```ts
 * const db = new Kysely<Tables>({ dialect: createPgliteDialect({ pglite }) });
 * ```
 */
export function createPgliteDialect(options: { readonly pglite: PgliteLike }): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PgliteDriver(options.pglite),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class PgliteDriver implements Driver {
  readonly #pglite: PgliteLike;
  readonly #connection: PgliteConnection;
  /** Resolves when the connection is free again. */
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(pglite: PgliteLike) {
    this.#pglite = pglite;
    this.#connection = new PgliteConnection(pglite);
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free;
    const { promise, resolve } = deferred();
    this.#free = promise;
    await before;
    this.#release = resolve;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel === undefined ? "" : ` isolation level ${settings.isolationLevel}`;
    await connection.executeQuery(CompiledQuery.raw(`start transaction${level} ${settings.accessMode ?? ""}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async destroy(): Promise<void> {
    await this.#pglite.close();
  }
}

class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PgliteLike;

  constructor(pglite: PgliteLike) {
    this.#pglite = pglite;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await this.#pglite.query(query.sql, [...query.parameters]);
    const result = { rows: rows as Row[] }; // the caller's word, as with every driver
    return affectedRows === undefined ? result : { ...result, numAffectedRows: BigInt(affectedRows) };
  }

  async *streamQuery(): AsyncGenerator<never, void, undefined> {
    throw new ExportError("NOT_SUPPORTED", { message: "PGlite has no streams." });
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
