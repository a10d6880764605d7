import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * One read for all who ask for the same thing in the same turn of the event loop: many clients that poll one export cost the store one
 * query. A read begins after everybody who shares it has asked, so nobody is given what was true before they asked.
 */
export function shareReads<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const waiting = new Map<Key, Promise<Value>>();
  const readSoon = async (key: Key): Promise<Value> => {
    await nextTurn();
    waiting.delete(key);
    return await read(key);
  };
  return (key) => {
    const shared = waiting.get(key) ?? readSoon(key);
    waiting.set(key, shared);
    return shared;
  };
}
