import { setImmediate as nextTurn } from "node:timers/promises";
import type { Snapshot } from "../contracts/data-source.js";
import { callPort } from "./ports/call-port.js";
import { within } from "./ports/within.js";

/** How long an iteration that is left early may take to close. */
const CLOSING_MS = 1_000;

/**
 * The rows of a query, batch by batch. Between two batches the event loop gets a turn, so that a source that answers at once does not
 * keep a host's requests waiting; what the source throws becomes `SOURCE_FAILED`; an abort ends the iteration with its reason,
 * whether the source listens or not.
 */
export async function* getDataInBatches<Row, Query>(
  snapshot: Pick<Snapshot<Row, Query>, "batches">,
  query: Query,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[], void, undefined> {
  yield* inTurns(() => snapshot.batches(query), signal);
}

/** The same care for any other iteration that a source gives, as events are. */
export async function* inTurns<Item>(
  start: () => AsyncIterable<readonly Item[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly Item[], void, undefined> {
  const iterator = await callPort("SOURCE_FAILED", () => start()[Symbol.asyncIterator](), signal);
  let ended = false;
  try {
    for (;;) {
      const step = await callPort("SOURCE_FAILED", () => iterator.next(), signal);
      ended = step.done === true;
      if (ended) return;
      if (step.value.length > 0) yield step.value;
      await nextTurn();
    }
  } finally {
    if (!ended) await within(callPort("SOURCE_FAILED", () => iterator.return?.(), signal).catch(() => undefined), CLOSING_MS, undefined);
  }
}
