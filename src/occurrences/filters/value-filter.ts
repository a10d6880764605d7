import { z } from "zod";
import type { FilterBackend } from "../../contracts/filter-backend.js";
import { type OccurrenceQuery, type OccurrenceRestriction, restrict } from "../model/occurrence-query.js";

/** The values that a {@link ValueFilter} accepts, and their meaning. */
export interface ValueFilterOptions<Value> {
  readonly value: z.ZodType<Value>;
  /** The value that counts when the key is not given; by default none does. */
  readonly fallback?: Value;
  /** Returns the restriction of the value, or null for none. */
  restriction(value: Value): OccurrenceRestriction | null;
}

/** Restricts occurrences by one value that needs no looking up. */
export class ValueFilter<Value> implements FilterBackend<OccurrenceQuery, Readonly<Record<string, Value>>> {
  readonly schema: z.ZodObject;
  readonly #key: string;
  readonly #options: ValueFilterOptions<Value>;

  constructor(key: string, options: ValueFilterOptions<Value>) {
    this.#key = key;
    this.#options = options;
    this.schema = z.strictObject({ [key]: options.value.optional() });
  }

  apply(query: OccurrenceQuery, params: Readonly<Record<string, Value>>): OccurrenceQuery {
    const value = params[this.#key] ?? this.#options.fallback;
    const restriction = value === undefined ? null : this.#options.restriction(value);
    return restriction === null ? query : restrict(query, restriction);
  }
}
