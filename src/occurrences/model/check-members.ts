/** Rules for members of a thing, each of which returns the value that files may have. Members that are absent or null are asked nothing. */
export type MemberRules<Thing> = {
  readonly [Name in keyof Thing]?: (value: NonNullable<Thing[Name]>) => Thing[Name];
};

/** Thrown by rules for a value that no file may have. */
export class RefusedValue extends TypeError {
  /** The names of the members it stands in, from the outermost inwards. */
  readonly path: string[] = [];

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Makes a rule for things of rules for their members. It returns the thing itself where no member changes, else a copy. */
export function members<Thing extends object>(rules: MemberRules<Thing>): (thing: Thing) => Thing {
  const entries: [string, ((value: unknown) => unknown) | undefined][] = Object.entries(rules);
  return (thing) => {
    const changes: Record<string, unknown> = {};
    let changed = false;
    for (const [name, rule] of entries) {
      const value: unknown = thing[name as keyof Thing]; // the rules have no other names
      if (rule === undefined || value === null || value === undefined) continue;
      const checked = at(name, () => rule(value));
      if (checked === value) continue;
      changes[name] = checked;
      changed = true;
    }
    return changed ? { ...thing, ...changes } : thing;
  };
}

/** Makes a rule for lists of a rule for their items. It returns the list itself where no item changes. */
export function each<Item>(rule: (item: Item) => Item): (items: readonly Item[]) => readonly Item[] {
  return (items) => {
    const checked = items.map((item, index) => at(String(index), () => rule(item)));
    return checked.every((item, index) => item === items[index]) ? items : checked;
  };
}

function at<Value>(name: string, ask: () => Value): Value {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RefusedValue) error.path.unshift(name);
    throw error;
  }
}
