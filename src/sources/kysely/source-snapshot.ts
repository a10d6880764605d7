import { type CompiledQuery, type ControlledTransaction, type Kysely, type QueryResult, type RawBuilder } from "kysely";
import pLimit from "p-limit";
import { ExportError } from "../../contracts/export-error.js";
import { callPort } from "../../core/ports/call-port.js";
import { within } from "../../core/ports/within.js";
import type { SnapshotEngine, SnapshotLimits, SnapshotSession } from "./snapshot-engine.js";

/** What a snapshot is opened with. */
export interface SourceSnapshotOptions extends Partial<SnapshotLimits> {
  readonly signal: AbortSignal;
  readonly engine: SnapshotEngine;
}

/** What a snapshot can run. */
export type Statement<Row> = RawBuilder<Row> | CompiledQuery<Row>;

/** One consistent, read-only view of a database, on a connection of its own. */
export interface SourceSnapshot extends AsyncDisposable {
  /**
   * The rows of one statement. Statements asked for at once run one after another.
   *
   * @throws ExportError `SOURCE_FAILED` when the statement fails, takes too long or its connection is lost; an abort rejects at once
   * with the signal's reason.
   */
  run<Row>(statement: Statement<Row>): Promise<readonly Row[]>;
}

const STATEMENT_TIMEOUT_MS = 25_000;
const IDLE_TIMEOUT_MS = 300_000;
/** How much longer than the server's own limit an answer is waited for. */
const ANSWER_GRACE_MS = 5_000;
/** How long a connection of the pool is waited for. */
const CONNECT_MS = 30_000;
/** How long disposing may take; a server that does not answer then ends the transaction by its own limits. */
const CLOSE_MS = 1_500;
/** After how long a statement that was cancelled and still runs is cancelled again. */
const CANCEL_AGAIN_MS = 50;
const LATE = Symbol("late");

/**
 * Begins a transaction and has the engine make a snapshot of it.
 *
 * @throws ExportError `SOURCE_FAILED` when no connection is to be had within 30 s.
 */
export async function openSourceSnapshot<DB>(db: Kysely<DB>, options: SourceSnapshotOptions): Promise<SourceSnapshot> {
  const begun = callPort("SOURCE_FAILED", () =>
    db.startTransaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(),
  );
  const transaction = await callPort("SOURCE_FAILED", () => inTime(begun, CONNECT_MS), options.signal).catch((error: unknown) => {
    begun.then((late) => late.rollback().execute()).catch(() => undefined);
    throw error;
  });
  const snapshot = new TransactionSnapshot(db, transaction, options);
  try {
    await snapshot.begin();
    return snapshot;
  } catch (error) {
    await snapshot[Symbol.asyncDispose]();
    throw error;
  }
}

class TransactionSnapshot<DB> implements SourceSnapshot {
  readonly #db: Kysely<DB>;
  readonly #transaction: ControlledTransaction<DB>;
  readonly #signal: AbortSignal;
  readonly #engine: SnapshotEngine;
  readonly #limits: SnapshotLimits;
  /** `pg` deprecates queries in a queue of its own. */
  readonly #turn = pLimit(1);
  readonly #stop = (): void => void this.#cancelRunning().catch(() => undefined);
  #session: SnapshotSession = { cancel: null, restore: [] };
  #running: Promise<unknown> | null = null;
  #cancelling: Promise<unknown> | null = null;
  #ended: Promise<unknown> | null = null;

  constructor(db: Kysely<DB>, transaction: ControlledTransaction<DB>, options: SourceSnapshotOptions) {
    const { signal, engine, statementTimeoutMs = STATEMENT_TIMEOUT_MS, idleTimeoutMs = IDLE_TIMEOUT_MS } = options;
    this.#db = db;
    this.#transaction = transaction;
    this.#signal = signal;
    this.#engine = engine;
    this.#limits = { statementTimeoutMs, idleTimeoutMs };
    this.#signal.addEventListener("abort", this.#stop);
  }

  async begin(): Promise<void> {
    this.#session = await this.#engine.begin((statement) => this.run(statement), this.#limits);
  }

  run<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    return callPort("SOURCE_FAILED", () => this.#turn(() => this.#execute(statement)), this.#signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= this.#end();
    return within(this.#ended.then(() => undefined), CLOSE_MS, undefined);
  }

  async #execute<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    this.#signal.throwIfAborted();
    if (this.#ended !== null) throw new ExportError("SOURCE_FAILED", { retryable: false, message: "The snapshot is closed." });
    const running: Promise<QueryResult<Row>> =
      "sql" in statement ? this.#transaction.executeQuery(statement) : statement.execute(this.#transaction);
    this.#running = running;
    try {
      return (await inTime(running, this.#limits.statementTimeoutMs + ANSWER_GRACE_MS)).rows;
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
      for (const setting of this.#session.restore) await setting.execute(this.#transaction).catch(() => undefined);
      await this.#transaction.rollback().execute();
    }).catch(() => undefined);
  }

  /** Asks over another connection; where the pool has none to spare, the statement runs to its end or its limit. */
  async #cancelRunning(): Promise<void> {
    const running = this.#running;
    const { cancel } = this.#session;
    if (running === null || cancel === null) return;
    await this.#db.connection().execute(async (other) => {
      // One that arrives before the statement has begun is lost, so it is sent until the statement has ended.
      while (this.#running === running) {
        this.#cancelling = cancel.execute(other);
        await this.#cancelling;
        await within(running.catch(() => undefined), CANCEL_AGAIN_MS, undefined);
      }
    });
  }
}

async function inTime<T>(pending: Promise<T>, ms: number): Promise<T> {
  const outcome = await within(pending, ms, LATE);
  if (outcome === LATE) throw new ExportError("SOURCE_FAILED", { message: "The database did not answer in time." });
  return outcome;
}
