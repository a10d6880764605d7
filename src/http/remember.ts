/** Returns what `make` made under this key a moment ago, or calls it. */
export type Remember = <Value>(key: string, make: () => Value) => Value;

/**
 * Returns a memory of what is costly to make and the same for all users, each for `ms` milliseconds. Keys are few: they are the program's
 * own, never a client's.
 */
export function rememberFor(ms: number): Remember {
  const made = new Map<string, { readonly value: unknown; readonly until: number }>();
  return <Value>(key: string, make: () => Value): Value => {
    const now = performance.now();
    const known = made.get(key);
    // What stands under a key is what its one caller has made.
    if (known !== undefined && now < known.until) return known.value as Value;
    const value = make();
    made.set(key, { value, until: now + ms });
    return value;
  };
}
