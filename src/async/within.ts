import { setTimeout as delay } from "node:timers/promises";

/** The outcome of `pending` if it comes within `ms`, else the fallback. What `pending` does later is ignored; it is not stopped. */
export async function within<T, Fallback>(pending: Promise<T>, ms: number, fallback: Fallback): Promise<T | Fallback> {
  const timer = new AbortController();
  pending.catch(() => undefined);
  try {
    return await Promise.race([pending, delay(ms, fallback, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
