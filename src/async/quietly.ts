import { types } from "node:util";

/** Calls a listener and ignores what it throws or rejects with: a listener's fault stays with the listener. */
export async function quietly(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // Nobody waits for a listener.
  }
}

/**
 * Refuses a promise where a value must be there at once. Its rejection is ignored: nobody waits for it, and it would end the process.
 *
 * @throws TypeError.
 */
export function refusePromise(value: unknown): void {
  // A promise of another realm is one too.
  if (!types.isPromise(value)) return;
  value.catch(() => undefined);
  throw new TypeError("The function returned a promise instead of a value. It must not be async.");
}
