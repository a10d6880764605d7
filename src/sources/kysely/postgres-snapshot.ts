import { type ControlledTransaction, type Kysely, type RawBuilder, sql } from "kysely";
import pLimit from "p-limit";
import { ExportError } from "../../contracts/export-error.js";
import { callPort } from "../../core/call-port.js";
import { within } from "../../core/within.js";

/** What a snapshot is opened with. */
export interface PostgresSnapshotOptions {
  readonly signal: AbortSignal;
  /** The server ends a statement that takes longer, in ms; by default 25,000. An answer that is 5 s later still counts as lost. */
  readonly statementTimeoutMs?: number;
  /** The server ends the snapshot when nothing was asked of it for so long, in ms; by default 300,000. */
  readonly idleTimeoutMs?: number;
}

/** One consistent, read-only view of a PostgreSQL database, on a connection of its own. */
export interface PostgresSnapshot extends AsyncDisposable {
  /**
   * The rows of one statement. Statements asked for at once run one after another.
   *
   * @throws ExportError `SOURCE_FAILED` when the statement fails, takes too long or its connection is lost; an abort rejects at once
   * with the signal's reason.
   */
  run<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]>;
}

const STATEMENT_TIMEOUT_MS = 25_000;
const IDLE_TIMEOUT_MS = 300_000;
/** How much longer than the server's own limit an answer is waited for. */
const ANSWER_GRACE_MS = 5_000;
/** How long a connection of the pool is waited for. */
const CONNECT_MS = 30_000;
/** How long disposing may take; a server that does not answer then ends the transaction by its own limits. */
const CLOSE_MS = 1_500;
const LATE = Symbol("late");

/**
 * Begins a transaction `REPEATABLE READ READ ONLY`, whose first statement fixes what all see. Settings are local to the
 * transaction: limits, and a form of text that loses nothing. The host's Kysely plugins are left out.
 *
 * @throws ExportError `SOURCE_FAILED` when no connection is to be had within 30 s.
 */
export async function openPostgresSnapshot<DB>(db: Kysely<DB>, options: PostgresSnapshotOptions): Promise<PostgresSnapshot> {
  const plain = db.withoutPlugins();
  const begun = plain.startTransaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute();
  const transaction = await callPort("SOURCE_FAILED", () => inTime(begun, CONNECT_MS), options.signal).catch((error: unknown) => {
    begun.then((late) => late.rollback().execute()).catch(() => undefined);
    throw error;
  });
  const snapshot = new TransactionSnapshot(plain, transaction, options);
  try {
    await snapshot.begin();
    return snapshot;
  } catch (error) {
    await snapshot[Symbol.asyncDispose]();
    throw error;
  }
}

class TransactionSnapshot<DB> implements PostgresSnapshot {
  readonly #db: Kysely<DB>;
  readonly #transaction: ControlledTransaction<DB>;
  readonly #signal: AbortSignal;
  readonly #statementTimeoutMs: number;
  readonly #idleTimeoutMs: number;
  /** `pg` deprecates queries in a queue of its own. */
  readonly #turn = pLimit(1);
  readonly #stop = (): void => void this.#cancelRunning().catch(() => undefined);
  #backend = "";
  #running: Promise<unknown> | null = null;
  #cancelling: Promise<unknown> | null = null;
  #ended: Promise<unknown> | null = null;

  constructor(db: Kysely<DB>, transaction: ControlledTransaction<DB>, options: PostgresSnapshotOptions) {
    this.#db = db;
    this.#transaction = transaction;
    this.#signal = options.signal;
    this.#statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
    this.#idleTimeoutMs = options.idleTimeoutMs ?? IDLE_TIMEOUT_MS;
    this.#signal.addEventListener("abort", this.#stop);
  }

  async begin(): Promise<void> {
    const rows = await this.run(sql<{ backend: string }>`
      select pg_backend_pid()::text as backend,
        set_config('statement_timeout', ${String(this.#statementTimeoutMs)}::text, true),
        set_config('idle_in_transaction_session_timeout', ${String(this.#idleTimeoutMs)}::text, true),
        set_config('DateStyle', 'ISO, YMD', true),
        set_config('extra_float_digits', '1', true),
        set_config('jit', 'off', true)`);
    this.#backend = rows[0]?.backend ?? "";
  }

  run<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    return callPort("SOURCE_FAILED", () => this.#turn(() => this.#execute(statement)), this.#signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= this.#end();
    return within(this.#ended.then(() => undefined), CLOSE_MS, undefined);
  }

  async #execute<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    this.#signal.throwIfAborted();
    if (this.#ended !== null) throw new ExportError("SOURCE_FAILED", { retryable: false, message: "The snapshot is closed." });
    const running = statement.execute(this.#transaction);
    this.#running = running;
    try {
      return (await inTime(running, this.#statementTimeoutMs + ANSWER_GRACE_MS)).rows;
    } finally {
      this.#running = null;
    }
  }

  async #end(): Promise<void> {
    this.#signal.removeEventListener("abort", this.#stop);
    this.#stop();
    await this.#turn(async () => {
      // A cancel that is still on its way would hit whoever has the connection next.
      await this.#cancelling?.catch(() => undefined);
      await this.#transaction.rollback().execute();
    }).catch(() => undefined);
  }

  /** Asks over another connection; where the pool has none to spare, the statement runs to its end or its limit. */
  async #cancelRunning(): Promise<void> {
    const running = this.#running;
    if (running === null || this.#backend === "") return;
    await this.#db.connection().execute(async (other) => {
      if (this.#running !== running) return;
      this.#cancelling = sql`select pg_cancel_backend(${this.#backend}::int)`.execute(other);
      await this.#cancelling;
    });
  }
}

async function inTime<T>(pending: Promise<T>, ms: number): Promise<T> {
  const outcome = await within(pending, ms, LATE);
  if (outcome === LATE) throw new ExportError("SOURCE_FAILED", { message: "The database did not answer in time." });
  return outcome;
}
