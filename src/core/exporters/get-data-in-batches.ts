import { setImmediate as nextTurn } from "node:timers/promises";
import type { Snapshot } from "../../contracts/data-source.js";
import { callPort } from "../ports/call-port.js";
import { within } from "../../async/within.js";

/** Limits the time that an iteration may take to close when it is left early. */
const CLOSING_MS = 1_000;

/** The most rows that are given at once: few enough that what is made of them is soon forgotten. */
const PART = 200;

/**
 * The rows of a query, in batches of at most 200. Between two of them the event loop gets a turn. So neither a quick
 * source nor a slow format keeps a host's requests waiting. An error of the source becomes `SOURCE_FAILED`. An abort
 * ends the iteration with its reason, whether the source listens or not.
 *
 * @example
 * ```ts
 * async function* lines() {
 *   await using snapshot = await source.open({ scope: { projectId: 1, userId: 1 }, signal, batchSize: 500 });
 *   for await (const nights of getDataInBatches(snapshot, query, signal))
 *     yield nights.map(({ id, moths }) => `night ${id}: ${moths} moths\n`).join("");
 * }
 * ```
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
      if (step.done === true) return;
      for (const part of inParts(step.value)) {
        yield part;
        await nextTurn();
      }
    }
  } finally {
    if (!ended)
      await within(
        callPort("SOURCE_FAILED", () => iterator.return?.(), signal).catch(() => undefined),
        CLOSING_MS,
        undefined,
      );
  }
}

/** Few enough rows that encoding them does not keep a host's requests waiting, however many the source gives at once. */
function* inParts<Item>(batch: readonly Item[]): Generator<readonly Item[]> {
  if (batch.length <= PART) {
    if (batch.length > 0) yield batch;
    return;
  }
  for (let start = 0; start < batch.length; start += PART) yield batch.slice(start, start + PART);
}
