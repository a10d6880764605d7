/**
 * The items of `source`, the next one already being made while the consumer works on the last; never more than one ahead. An early
 * return waits for the item under way, so that nothing goes on behind the consumer's back.
 */
export async function* readAhead<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let pending = iterator.next();
  try {
    for (;;) {
      const step = await pending;
      if (step.done === true) return;
      pending = iterator.next();
      // A failure is the consumer's to hear, but only when it comes back for the item.
      pending.catch(() => undefined);
      yield step.value;
    }
  } finally {
    await pending.catch(() => undefined);
    await iterator.return?.();
  }
}
