const SHARED = new WeakSet<object>();

/**
 * Marks a value that many rows share, as a taxon or an event, so that what is made of it is made once: see {@link oncePerShared}. The value is
 * frozen, with all that it holds.
 */
export function share<Value extends object>(value: Value): Value {
  freeze(value);
  SHARED.add(value);
  return value;
}

/**
 * Wraps a function that makes something of a value alone. Of a value that was marked by {@link share} it is made once, and an object that is
 * made is shared too. Any other value may have changed since, and is looked at each time.
 */
export function oncePerShared<Value extends object, Made>(make: (value: Value) => Made): (value: Value) => Made {
  const known = new WeakMap<Value, { readonly made: Made }>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before.made;
    const made = make(value);
    if (!SHARED.has(value)) return made;
    if (typeof made === "object" && made !== null) share(made);
    known.set(value, { made });
    return made;
  };
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const member of Object.values(Object.freeze(value))) freeze(member);
}
