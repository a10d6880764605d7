import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";

/** The part of a client of `pg` that {@link guardPool} needs. */
export interface PgClientLike extends PostgresPoolClient {
  on(event: "error", listener: (error: Error) => void): unknown;
  /** True ends the connection instead of keeping it. */
  release(destroy?: boolean): void;
}

/** The part of a `Pool` of `pg` that {@link guardPool} needs. */
export interface PgPoolLike {
  readonly options: {
    readonly keepAlive?: boolean | undefined;
    readonly query_timeout?: number | undefined;
    readonly connectionTimeoutMillis?: number | undefined;
  };
  readonly totalCount: number;
  on(event: "connect", listener: (client: PgClientLike) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  connect(): Promise<PgClientLike>;
  end(): Promise<void>;
}

/**
 * Makes a pool of `pg` safe to lose connections with. Give it to Kysely's PostgresDialect in the pool's place, before
 * the first connection is made.
 *
 * - A connection lost while it is in use no longer ends the process: its error reaches the query that waits, and nobody else.
 * - A connection that was lost or left a query unanswered is ended when it is released, rather than handed to the next who asks.
 *
 * @throws TypeError when the pool has connections already, or lacks `keepAlive: true`, `query_timeout` or
 * `connectionTimeoutMillis`. `query_timeout`, in ms, must be longer than the slowest honest query.
 * `connectionTimeoutMillis` limits the wait for a connection. Without them a half-open connection, or a server that
 * accepts and never answers, holds a place of the pool for hours.
 * @example
 * ```ts
 * const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
 * ```
 */
export function guardPool(pool: PgPoolLike): PostgresPool {
  refuseUnsafe(pool);
  const ignore = (): void => {};
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  // Kysely knows connections again by the client's identity.
  const guarded = new WeakMap<PgClientLike, GuardedClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = guarded.get(client) ?? new GuardedClient(client);
      guarded.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function refuseUnsafe({ options, totalCount }: PgPoolLike): void {
  const times = (["query_timeout", "connectionTimeoutMillis"] as const).filter((name) => !(Number(options[name]) > 0));
  const missing = [
    ...(options.keepAlive === true ? [] : ["keepAlive: true"]),
    ...times.map((name) => `${name}, in milliseconds`),
  ];
  if (missing.length > 0) throw new TypeError(`The pool needs these options: ${missing.join("; ")}.`);
  if (totalCount > 0) throw new TypeError("The pool must be guarded before its first connection.");
}

class GuardedClient implements PostgresPoolClient {
  readonly #client: PgClientLike;
  #broken = false;

  constructor(client: PgClientLike) {
    this.#client = client;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(query: string | PostgresCursor<Row>, parameters: readonly unknown[] = []): unknown {
    if (typeof query !== "string") return this.#client.query(query);
    return this.#client.query<Row>(query, parameters).catch((error: unknown) => {
      this.#broken ||= !isAnswer(error);
      throw error;
    });
  }

  release(): void {
    this.#client.release(this.#broken);
  }
}

/**
 * Whether the connection goes on after this error. The server's own errors have a severity, a timeout or a broken socket has none.
 * FATAL and PANIC are the server's last words, whose names may be translated: 57P01 to 57P05, 25P03, 25P04 and class 08 are known by
 * their codes (PostgreSQL, appendix A). `pg` notices the end of the socket only later.
 */
function isAnswer(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("severity" in error)) return false;
  if (error.severity === "FATAL" || error.severity === "PANIC") return false;
  return !("code" in error && /^(57P|08|25P0[34])/.test(String(error.code)));
}
