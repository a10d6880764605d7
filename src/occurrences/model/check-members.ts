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
    let checked = thing;
    let name = "";
    try {
      for (const [member, rule] of entries) {
        name = member;
        const value: unknown = thing[member as keyof Thing]; // the rules have no other names
        if (rule === undefined || value === null || value === undefined) continue;
        const right = rule(value);
        if (right !== value) checked = { ...checked, [member]: right };
      }
    } catch (error) {
      throw below(name, error);
    }
    return checked;
  };
}

/** Makes a rule for lists of a rule for their items. It returns the list itself where no item changes. */
export function each<Item>(rule: (item: Item) => Item): (items: readonly Item[]) => readonly Item[] {
  return (items) => {
    let index = 0;
    let changed = false;
    const checked: Item[] = [];
    try {
      for (const item of items) {
        const right = rule(item);
        changed ||= right !== item;
        checked.push(right);
        index += 1;
      }
    } catch (error) {
      throw below(String(index), error);
    }
    return changed ? checked : items;
  };
}

/** Says in which member a rule refused a value. */
function below(name: string, error: unknown): unknown {
  if (error instanceof RefusedValue) error.path.unshift(name);
  return error;
}
