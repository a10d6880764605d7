import type { CompiledQuery, ControlledTransaction, Kysely, QueryResult, RawBuilder, Transaction } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import { callPort } from "../../core/ports/call-port.js";
import { within } from "../../async/within.js";
import { permanentError } from "../../databases/permanent-error.js";
import type { SessionOptions, SnapshotDialect, SnapshotSession } from "./snapshot-dialect.js";

/** A statement that a snapshot can run. */
export type Statement<Row> = RawBuilder<Row> | CompiledQuery<Row>;

/** The options that open a reader. */
export interface SnapshotReaderOptions extends SessionOptions {
  readonly signal: AbortSignal;
  readonly dialect: SnapshotDialect;
  /** The time limit for a connection of the pool, in ms. */
  readonly connectMs: number;
}

/** The time that an answer is waited for beyond the server's own limit. */
const ANSWER_GRACE_MS = 5_000;
/** Limits the time of the end. */
const CLOSE_MS = 1_500;
/** After how long a statement that was cancelled and still runs is cancelled again. */
const CANCEL_AGAIN_MS = 50;
const LATE = Symbol("late");

/** A read-only transaction on a connection of its own, which runs one statement at a time. */
export class SnapshotReader<DB> {
  readonly #db: Kysely<DB>;
  readonly #transaction: ControlledTransaction<DB>;
  readonly #options: SnapshotReaderOptions;
  readonly #stop = (): void => void (this.#stopping ??= this.#cancelRunning().catch(() => undefined));
  #session: SnapshotSession = { view: null, cancel: null, settings: [], restore: [] };
  /** Gives settings back that the session got before its snapshot. */
  #unpin: readonly RawBuilder<unknown>[] = [];
  #running: Promise<unknown> | null = null;
  #stopping: Promise<void> | null = null;
  #cancelling: Promise<unknown> | null = null;

  private constructor(db: Kysely<DB>, transaction: ControlledTransaction<DB>, options: SnapshotReaderOptions) {
    this.#db = db;
    this.#transaction = transaction;
    this.#options = options;
    options.signal.addEventListener("abort", this.#stop);
  }

  /**
   * Begins a transaction and has the dialect make a session of the snapshot of it.
   *
   * @throws ExportError `SOURCE_FAILED` when no connection is to be had in time; one that comes later is given back.
   */
  static async open<DB>(db: Kysely<DB>, options: SnapshotReaderOptions): Promise<SnapshotReader<DB>> {
    const { signal, connectMs, dialect } = options;
    const starting = db.startTransaction();
    const leveled = starting.setIsolationLevel("repeatable read").setAccessMode("read only");
    // Where settings are pinned first, the session may still be in a transaction, which would refuse a level; `begin` ends it.
    const begun = callPort("SOURCE_FAILED", () => (dialect.pins === undefined ? leveled : starting).execute());
    const transaction = await callPort("SOURCE_FAILED", () => inTime(begun, connectMs), signal).catch(
      (error: unknown) => {
        begun.then((late) => late.rollback().execute()).catch(() => undefined);
        throw sourceError(error);
      },
    );
    const reader = new SnapshotReader(db, transaction, options);
    try {
      await callPort("SOURCE_FAILED", () => reader.#begin(), signal);
      return reader;
    } catch (error) {
      await reader.end();
      throw error;
    }
  }

  /** By what other readers join this one's view; null where none can. */
  get view(): string | null {
    return this.#session.view;
  }

  run<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    return this.#execute(statement, this.#transaction);
  }

  /** Stops what runs, and gives the connection back as it was. Takes 1.5 s at most; a server that does not answer ends by its own limits. */
  end(): Promise<void> {
    return within(this.#end(), CLOSE_MS, undefined);
  }

  /** Without the host's plugins, which may give the server's own columns other names. */
  async #begin(): Promise<void> {
    const plain = this.#transaction.withoutPlugins();
    const { dialect, signal } = this.#options;
    signal.throwIfAborted();
    this.#unpin = dialect.pins?.restore ?? [];
    if (dialect.pins !== undefined) await this.#execute(dialect.pins.fix, plain);
    this.#session = await dialect.begin((statement) => this.#execute(statement, plain), this.#options);
    for (const statement of [...this.#session.settings, ...this.#options.prelude])
      await this.#execute(statement, plain);
  }

  async #execute<Row>(statement: Statement<Row>, transaction: Transaction<DB>): Promise<readonly Row[]> {
    this.#options.signal.throwIfAborted();
    const answer: Promise<QueryResult<Row>> =
      "sql" in statement ? transaction.executeQuery(statement) : statement.execute(transaction);
    const running = inTime(answer, this.#options.statementTimeoutMs + ANSWER_GRACE_MS);
    this.#running = running;
    try {
      return (await running).rows;
    } catch (error) {
      throw sourceError(error);
    } finally {
      this.#running = null;
    }
  }

  async #end(): Promise<void> {
    this.#options.signal.removeEventListener("abort", this.#stop);
    this.#stop();
    await this.#running?.catch(() => undefined);
    // A cancel that is still on its way would hit whoever has the connection next.
    await this.#cancelling?.catch(() => undefined);
    for (const setting of [...this.#session.restore, ...this.#unpin])
      await setting.execute(this.#transaction).catch(() => undefined);
    await this.#transaction
      .rollback()
      .execute()
      .catch(() => undefined);
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
        await within(
          running.catch(() => undefined),
          CANCEL_AGAIN_MS,
          undefined,
        );
      }
    });
  }
}

async function inTime<T>(pending: Promise<T>, ms: number): Promise<T> {
  const outcome = await within(pending, ms, LATE);
  if (outcome === LATE) throw new ExportError("SOURCE_FAILED", { message: "The database did not answer in time." });
  return outcome;
}

/**
 * Returns the error of a database unchanged; for a permanent error, an ExportError `SOURCE_FAILED` that is not retried.
 */
function sourceError(thrown: unknown): unknown {
  const message = permanentError(thrown);
  return message === null ? thrown : new ExportError("SOURCE_FAILED", { retryable: false, message, cause: thrown });
}
