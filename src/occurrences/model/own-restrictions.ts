import { ExportError } from "../../contracts/export-error.js";
import type { OccurrenceRestriction } from "./occurrence-query.js";
import type { OccurrenceSource } from "./occurrence-source.js";

/**
 * A host's own restrictions by name: each makes the condition of one occurrence from a value.
 *
 * @typeParam Own - the type of each restriction's value, by its name.
 */
export type OwnConditions<Own, Subject, Condition> = {
  readonly [Name in keyof Own]: (occurrence: Subject, value: Own[Name]) => Condition;
};

/** A source with restrictions of its host's own. */
export interface OwnOccurrenceSource<Own = unknown> extends OccurrenceSource {
  /**
   * Makes one of the host's own restrictions, for `restrict(query, …)`.
   *
   * @throws TypeError when the source has no restriction of this name, or the value is undefined.
   */
  own<Name extends keyof Own & string>(name: Name, value: Own[Name]): OccurrenceRestriction;
}

type OwnRestriction = Extract<OccurrenceRestriction, { readonly kind: "own" }>;

/** The host's own restrictions, as a source keeps them. */
export interface OwnRestrictions<Own, Subject, Condition> extends Pick<OwnOccurrenceSource<Own>, "own"> {
  /** @throws ExportError `FILTER_FAILED` for an unknown name, and later when the host's function throws. */
  conditionOf(restriction: OwnRestriction): (occurrence: Subject) => Condition;
}

/** @throws TypeError when a restriction is not a function. */
export function createOwnRestrictions<Own, Subject, Condition>(
  conditions: OwnConditions<Own, Subject, Condition> | undefined,
): OwnRestrictions<Own, Subject, Condition> {
  // Without a prototype, so that an inherited name is no restriction.
  const known: Partial<OwnConditions<Own, Subject, Condition>> = Object.assign(Object.create(null), conditions);
  const find = (name: string) => known[name as keyof Own]; // undefined where it is not a key
  for (const name of Object.keys(known))
    if (typeof find(name) !== "function") throw new TypeError(`The restriction "${name}" must be a function.`);
  return Object.freeze<OwnRestrictions<Own, Subject, Condition>>({
    own: (name, value) => {
      if (find(name) === undefined) throw new TypeError(`The source has no restriction "${name}" of its own.`);
      if (value === undefined) throw new TypeError(`The restriction "${name}" needs a value.`);
      return Object.freeze({ kind: "own", name, value });
    },
    conditionOf: ({ name, value }) => {
      const condition = find(name);
      if (condition === undefined) throw unknownRestriction();
      // The name is known, so `own` took a value of its type.
      return (occurrence) => asked(() => condition(occurrence, value as Own[keyof Own]));
    },
  });
}

/** Returns the error that a source throws for a restriction that it does not know, which must never pass for none. */
export function unknownRestriction(): ExportError {
  return new ExportError("FILTER_FAILED", { message: "The source does not know this restriction." });
}

function asked<Condition>(ask: () => Condition): Condition {
  try {
    return ask();
  } catch (cause) {
    throw new ExportError("FILTER_FAILED", { cause });
  }
}
