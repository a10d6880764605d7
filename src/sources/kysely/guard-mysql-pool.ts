import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult, MysqlStreamOptions } from "kysely";

/** The part of a connection of `mysql2` that {@link guardMysqlPool} needs. */
export interface MysqlConnectionLike {
  query(sql: string, values: unknown[]): MysqlStreamingLike;
  query(options: MysqlQueryLike, callback: (error: unknown, result: MysqlQueryResult) => void): unknown;
  release(): void;
  /** Closes the socket at once, and gives the pool room for another connection. */
  destroy(): void;
  /** The server's number of the session, and the settings that the pool connects with: Kysely 0.29 cancels queries by them. */
  readonly threadId?: number | null;
  readonly config?: object;
}

/** A query of `mysql2` whose rows can be read one after the other. Kysely's own type takes the row's type in 0.28 and none in 0.29. */
export interface MysqlStreamingLike {
  stream<Row>(options: MysqlStreamOptions): { [Symbol.asyncIterator](): AsyncIterableIterator<Row> };
}

/** A query of `mysql2` with its limit in ms. */
export interface MysqlQueryLike {
  readonly sql: string;
  readonly values: unknown[];
  readonly timeout: number;
}

/** The part of a pool of `mysql2` that {@link guardMysqlPool} needs: of `createPool`, not of its promise form. */
export interface MysqlPoolLike<Connection extends MysqlConnectionLike> {
  getConnection(callback: (error: unknown, connection: Connection) => void): unknown;
  end(callback: (error: unknown) => void): unknown;
}

/**
 * Makes a pool of `mysql2` safe to lose connections with; to be given to Kysely's MysqlDialect in the pool's place. A
 * query that is not answered in time fails, and its connection is closed. On a half-open connection it would hang for
 * hours, and keep its place in the pool. `queryTimeoutMs`, in milliseconds, must be longer than the slowest honest
 * query.
 *
 * @throws TypeError when `queryTimeoutMs` is not above 0.
 * @example
 * ```ts
 * return new Kysely<Tables>({ dialect: new MysqlDialect({ pool: guardMysqlPool(pool, { queryTimeoutMs: 60_000 }) }) });
 * ```
 */
export function guardMysqlPool<Connection extends MysqlConnectionLike>(
  pool: MysqlPoolLike<Connection>,
  { queryTimeoutMs }: { readonly queryTimeoutMs: number },
): MysqlPool {
  if (!(queryTimeoutMs > 0)) throw new TypeError("The pool needs a queryTimeoutMs above 0.");
  // Kysely knows connections again by their identity.
  const guarded = new WeakMap<Connection, GuardedConnection>();
  return {
    getConnection: (callback) =>
      void pool.getConnection((error, connection: Connection | undefined) => {
        const known = connection && (guarded.get(connection) ?? new GuardedConnection(connection, queryTimeoutMs));
        if (connection !== undefined && known !== undefined) guarded.set(connection, known);
        callback(error, known as GuardedConnection); // absent beside an error, as with mysql2
      }),
    end: (callback) => void pool.end(callback),
  };
}

class GuardedConnection implements MysqlPoolConnection {
  readonly #connection: MysqlConnectionLike;
  readonly #timeout: number;

  constructor(connection: MysqlConnectionLike, timeout: number) {
    this.#connection = connection;
    this.#timeout = timeout;
  }

  query(sql: string, values: unknown[]): MysqlStreamingLike;
  query(sql: string, values: unknown[], callback: (error: unknown, result: MysqlQueryResult) => void): void;
  query(sql: string, values: unknown[], callback?: (error: unknown, result: MysqlQueryResult) => void): unknown {
    if (callback === undefined) return this.#connection.query(sql, values);
    return this.#connection.query({ sql, values, timeout: this.#timeout }, (error, result) => {
      // mysql2 would send the next query after the one that hangs.
      if (isTimeout(error)) this.#connection.destroy();
      callback(error, result);
    });
  }

  get threadId(): number | null | undefined {
    return this.#connection.threadId;
  }

  get config(): object | undefined {
    return this.#connection.config;
  }

  release(): void {
    this.#connection.release();
  }

  destroy(): void {
    this.#connection.destroy();
  }
}

function isTimeout(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "PROTOCOL_SEQUENCE_TIMEOUT";
}
