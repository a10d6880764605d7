import { setMaxListeners } from "node:events";
import type { Kysely, RawBuilder } from "kysely";
import pLimit from "p-limit";
import { ExportError } from "../../contracts/export-error.js";
import { callPort } from "../../core/ports/call-port.js";
import type { SnapshotDialect } from "./snapshot-dialect.js";
import type { SnapshotOptions } from "./snapshot-options.js";
import { SnapshotReader, type Statement } from "./snapshot-reader.js";

/** The options that open a snapshot. */
export interface SourceSnapshotOptions extends Required<Omit<SnapshotOptions, "session">> {
  /** Statements of the host's, for each session. */
  readonly prelude: readonly RawBuilder<unknown>[];
  readonly signal: AbortSignal;
  readonly dialect: SnapshotDialect;
}

/** One consistent, read-only view of a database, on connections of its own. */
export interface SourceSnapshot extends AsyncDisposable {
  /**
   * The rows of one statement. Of statements asked for at once as many run as there are connections, in the order they were asked for.
   *
   * @throws ExportError `SOURCE_FAILED` when the statement fails, takes too long or its connection is lost; an abort rejects at once
   * with the signal's reason.
   */
  run<Row>(statement: Statement<Row>): Promise<readonly Row[]>;
}

/** Limits the wait for the pool. Exports on a pool without a second connection must not wait for each other. */
const CONNECT_MS = { first: 30_000, extra: 1_000 } as const;

/**
 * Opens the first connection. When a statement has to wait, the pool is asked for another one that shares its view. Where the pool gives
 * none within a second, the snapshot goes on without it.
 *
 * @throws ExportError `SOURCE_FAILED` when no connection is to be had within 30 s.
 */
export async function openSourceSnapshot<DB>(db: Kysely<DB>, options: SourceSnapshotOptions): Promise<SourceSnapshot> {
  const { extraReaders, ...session } = options;
  // Each statement that waits listens; the host's own signal is not to be blamed for their number.
  const signal = AbortSignal.any([options.signal]);
  setMaxListeners(0, signal);
  const first = await SnapshotReader.open(db, {
    ...session,
    signal,
    connectMs: CONNECT_MS.first,
    shared: extraReaders > 0,
    view: null,
  });
  const { view } = first;
  const join = (ended: AbortSignal): Promise<SnapshotReader<DB>> =>
    SnapshotReader.open(db, {
      ...session,
      signal: AbortSignal.any([signal, ended]),
      connectMs: CONNECT_MS.extra,
      shared: false,
      view,
    });
  return new SharedSnapshot(first, { signal, extraReaders: view === null ? 0 : extraReaders, join });
}

interface SharedSnapshotOptions<DB> {
  readonly signal: AbortSignal;
  /** The most calls of `join`. */
  readonly extraReaders: number;
  join(ended: AbortSignal): Promise<SnapshotReader<DB>>;
}

class SharedSnapshot<DB> implements SourceSnapshot {
  readonly #signal: AbortSignal;
  readonly #join: (ended: AbortSignal) => Promise<SnapshotReader<DB>>;
  readonly #ended = new AbortController();
  readonly #turns = pLimit(1);
  readonly #readers: SnapshotReader<DB>[];
  /** Those without a statement. They take turns, so that none is idle for so long that the server ends it. */
  readonly #idle: SnapshotReader<DB>[];
  #toJoin: number;
  #joining: Promise<void> | null = null;
  #ending: Promise<unknown> | null = null;

  constructor(first: SnapshotReader<DB>, { signal, extraReaders, join }: SharedSnapshotOptions<DB>) {
    this.#signal = signal;
    this.#join = join;
    this.#readers = [first];
    this.#idle = [first];
    this.#toJoin = extraReaders;
  }

  run<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    if (this.#turns.activeCount === this.#readers.length) this.#askForReader();
    return callPort("SOURCE_FAILED", () => this.#turns(() => this.#execute(statement)), this.#signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    this.#ending ??= Promise.all([this.#joining, ...this.#readers.map((reader) => reader.end())]);
    await this.#ending;
  }

  async #execute<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    const reader = this.#ended.signal.aborted ? undefined : this.#idle.shift();
    if (reader === undefined)
      throw new ExportError("SOURCE_FAILED", { retryable: false, message: "The snapshot is closed." });
    try {
      return await reader.run(statement);
    } finally {
      this.#idle.push(reader);
    }
  }

  /** One at a time. Where none is to be had, no other is asked for. */
  #askForReader(): void {
    if (this.#toJoin === 0 || this.#joining !== null || this.#ended.signal.aborted) return;
    this.#toJoin -= 1;
    this.#joining = this.#addReader().then(
      () => {
        this.#joining = null;
        if (this.#turns.pendingCount > 0) this.#askForReader();
      },
      () => void (this.#toJoin = 0),
    );
  }

  async #addReader(): Promise<void> {
    const reader = await this.#join(this.#ended.signal);
    if (this.#ended.signal.aborted) return await reader.end();
    this.#readers.push(reader);
    this.#idle.push(reader);
    this.#turns.concurrency = this.#readers.length;
  }
}
