import { abortable } from "./abort.js";
import { quietly } from "./quietly.js";
import { within } from "./within.js";

/** Limits the time that an iteration may take to close when it is left early. */
const CLOSING_MS = 1_000;

/**
 * Yields what an iteration yields. Rejects with the signal's reason as soon as it aborts, whether the iteration listens or not. An
 * iteration that is left early is asked to close, and is waited for one second at most.
 */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const step = await abortable(iterator.next(), signal);
      ended = step.done === true;
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    if (!ended)
      await within(
        quietly(() => iterator.return?.()),
        CLOSING_MS,
        undefined,
      );
  }
}
