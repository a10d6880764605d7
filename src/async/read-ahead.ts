/**
 * Gives the items of `source`, the next one already being made while the consumer works on the last; never more than one ahead. An early
 * return waits for the item under way, so that nothing goes on behind the consumer's back.
 *
 * @param signal - once aborted, an item that waits is not given: its reason is thrown instead.
 */
export function readAhead<Item>(
  source: AsyncIterable<Item>,
  signal?: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  return mapAhead(source, { ahead: 1, signal }, async (item) => item);
}

/** The number of items that are made ahead, and what ends their giving; see {@link readAhead}. */
export interface AheadOptions {
  readonly ahead: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives what `make` makes of each item of `source`, in the order of the items. While the consumer works on one, the next ones are being
 * made, as many as `ahead` says. An early return waits for those under way.
 */
export async function* mapAhead<Item, Made>(
  source: AsyncIterable<Item>,
  { ahead, signal }: AheadOptions,
  make: (item: Item) => Promise<Made>,
): AsyncGenerator<Made, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const pending: Promise<{ readonly made: Made } | null>[] = [];
  const begin = (): void => {
    const next = iterator.next().then(async (step) => (step.done === true ? null : { made: await make(step.value) }));
    // A failure is the consumer's to hear, but only when it comes back for the item.
    next.catch(() => undefined);
    pending.push(next);
  };
  try {
    for (let count = 0; count < ahead; count += 1) begin();
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const item = await next;
      if (item === null) return;
      signal?.throwIfAborted();
      begin();
      yield item.made;
    }
  } finally {
    await Promise.allSettled(pending);
    await iterator.return?.();
  }
}
