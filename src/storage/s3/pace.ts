import type { S3Limits } from "./s3-limits.js";

/**
 * How fast a file moves: its bytes, against the time in which at least one call for it is under way. What a slow reader of the file
 * takes, or a slow giver, is not the storage's.
 */
export class Pace {
  readonly #limits: S3Limits;
  #calls = 0;
  #since = 0;
  #ms = 0;
  #bytes = 0;

  constructor(limits: S3Limits) {
    this.#limits = limits;
  }

  begin(): void {
    if (this.#calls === 0) this.#since = performance.now();
    this.#calls += 1;
  }

  end(): void {
    this.#tick();
    this.#calls -= 1;
  }

  /** Counts bytes. False when there were too few of them since the last time this was judged, `slowMs` ago. */
  moved(bytes: number): boolean {
    this.#tick();
    this.#bytes += bytes;
    const { slowMs, slowBytesPerSecond } = this.#limits;
    if (this.#ms < slowMs) return true;
    const fast = this.#bytes * 1000 >= this.#ms * slowBytesPerSecond;
    this.#ms = 0;
    this.#bytes = 0;
    return fast;
  }

  #tick(): void {
    const now = performance.now();
    this.#ms += now - this.#since;
    this.#since = now;
  }
}
