import type { S3Limits } from "./s3-limits.js";

/**
 * Measures the speed of a file: its bytes, against the time in which at least one call for it is under way. The time of
 * a slow reader of the file, or a slow giver, is not the storage's.
 */
export class Pace {
  readonly #limits: S3Limits;
  readonly #held: number;
  #calls = 0;
  #since = 0;
  #ms = 0;
  #bytes = 0;

  /** @param held - how many of the bytes counted as moved may still rest in the buffers of the connections. */
  constructor(limits: S3Limits, { held = 0 }: { readonly held?: number } = {}) {
    this.#limits = limits;
    this.#held = held;
  }

  /** The longest time in milliseconds in which held bytes pass without a sign, at `slowBytesPerSecond`. */
  get heldMs(): number {
    return (this.#held * 1000) / this.#limits.slowBytesPerSecond;
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
    const surplus = this.#bytes - (this.#ms * slowBytesPerSecond) / 1000;
    this.#ms = 0;
    // What was counted early passes now.
    this.#bytes = Math.min(Math.max(surplus, 0), this.#held);
    return surplus >= 0;
  }

  #tick(): void {
    const now = performance.now();
    this.#ms += now - this.#since;
    this.#since = now;
  }
}
