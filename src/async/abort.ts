import { setMaxListeners } from "node:events";

/**
 * The outcome of `pending`, or a rejection with the signal's reason as soon as it aborts. A port that does not listen
 * to the signal cannot hold up a cancel. What the abandoned promise does later is ignored.
 */
export function abortable<T>(pending: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    const settle = () => signal.removeEventListener("abort", abort);
    pending.then(
      (value) => (settle(), resolve(value)),
      (error: unknown) => (settle(), reject(error)),
    );
  });
}

/** An AbortController whose signal any number of awaits may listen to at once, without Node's warning of a leak. */
export function createAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}
