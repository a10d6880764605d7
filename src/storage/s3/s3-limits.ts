import { LONGEST_TIMER_MS } from "../../async/time-limit.js";

/** The time limits of the storage, in milliseconds. A call that exceeds one ends with `STORAGE_FAILED`. */
export interface S3Limits {
  /**
   * Since a call's last byte, or its start. Default 15,000. An upload's bytes count once Node has handed them to the
   * system, whose buffers may hold them all. So its calls get, on top, the time in which up to 10 MiB of the file pass
   * at `slowBytesPerSecond`. So an upload that hangs ends after 15 s if it is small, after 175 s if it is larger than
   * 10 MiB.
   */
  readonly idleMs: number;
  /** For how long a file may move at less than `slowBytesPerSecond`. Default 60,000. */
  readonly slowMs: number;
  /** Default 65,536. The time in which nobody gives or takes bytes on this side does not count. */
  readonly slowBytesPerSecond: number;
  /** For the completion of an upload in parts, in which the server joins them. Default 300,000. */
  readonly completeMs: number;
  /** For the calls that find out what became of an upload that failed, and clear it away. Default 2,000 each. */
  readonly settleMs: number;
}

const DEFAULTS: S3Limits = {
  idleMs: 15_000,
  slowMs: 60_000,
  slowBytesPerSecond: 64 * 1024,
  completeMs: 300_000,
  settleMs: 2_000,
};

/** The limits with the defaults for what is left out. @throws TypeError unless all are known, positive numbers, and times shorter than 24 days. */
export function createS3Limits(limits: Partial<S3Limits> = {}): S3Limits {
  const all = Object.freeze({ ...DEFAULTS, ...limits });
  const known = typeof limits === "object" && Object.keys(all).length === Object.keys(DEFAULTS).length;
  if (!known) throw new TypeError(`The limits of an S3 storage can only be ${Object.keys(DEFAULTS).join(", ")}.`);
  const valid = Object.values(all).every(
    (limit: unknown) => typeof limit === "number" && limit > 0 && limit <= LONGEST_TIMER_MS,
  );
  if (!valid) throw new TypeError("The limits of an S3 storage must be positive, and shorter than 24 days.");
  return all;
}
