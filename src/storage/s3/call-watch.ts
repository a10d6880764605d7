import type { Pace } from "./pace.js";
import { hung, s3Error } from "./s3-error.js";

/** The subject of a {@link CallWatch}. */
export interface CallWatchOptions {
  /** The longest time that a call may go without a byte, in milliseconds. */
  readonly idleMs: number;
  readonly pace: Pace;
  /** The caller's own. */
  readonly signal: AbortSignal | undefined;
}

/** Looks after one call: its signal aborts when the caller's does, or when the call has stalled. Must be ended. */
export class CallWatch {
  readonly #options: CallWatchOptions;
  readonly #controller = new AbortController();
  readonly #idle: NodeJS.Timeout;
  readonly #leave = (): void => this.#controller.abort(this.#options.signal?.reason);

  constructor(options: CallWatchOptions) {
    this.#options = options;
    this.#idle = setTimeout(() => this.#controller.abort(hung()), options.idleMs);
    if (options.signal?.aborted === true) this.#leave();
    options.signal?.addEventListener("abort", this.#leave, { once: true });
    options.pace.begin();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Some bytes have gone to the storage or come from it; none for a sign of life. */
  moved(bytes: number): void {
    this.#idle.refresh();
    if (!this.#options.pace.moved(bytes)) this.#controller.abort(hung());
  }

  /** Throws what the call threw as an ExportError, or the caller's own reason if it was the caller who ended the call. */
  fail(thrown: unknown): never {
    this.#options.signal?.throwIfAborted();
    throw s3Error(thrown);
  }

  end(): void {
    clearTimeout(this.#idle);
    this.#options.signal?.removeEventListener("abort", this.#leave);
    this.#options.pace.end();
  }
}
