import type { z } from "zod";
import type { FilterBackend, FilterContext, FilterResolution } from "../../contracts/filter-backend.js";

/** The parts of a filter. */
export interface FilterSpec<Query, Schema extends z.ZodObject> {
  /** The keys this filter owns, in snake_case, every one optional. */
  readonly schema: Schema;
  /** Narrows the query by what the schema made of a request. Pure; `params` is `{}` when a request gives no key of this filter. */
  apply(query: Query, params: z.output<Schema>): Query;
  /** Looks the parameters up: names for display, existence, ownership. Called only after the user was authorized. */
  resolve?(params: z.output<Schema>, context: FilterContext): Promise<FilterResolution>;
}

/**
 * Makes a filter backend whose parameters are typed by its schema.
 *
 * @example
 * const sinceNight = createFilter({
 *   schema: z.strictObject({ since: z.iso.date().optional() }),
 *   apply:
 *     (query: MemoryQuery<Detection>, { since = "" }) =>
 *     (row) =>
 *       query(row) && row.night >= since,
 * });
 *
 * @throws TypeError when a key is not optional or not in snake_case, or the schema is of another major version of zod.
 */
export function createFilter<Query, Schema extends z.ZodObject>(
  spec: FilterSpec<Query, Schema>,
): FilterBackend<Query, z.output<Schema>> {
  checkFilterSchema(spec.schema);
  const { resolve } = spec;
  return Object.freeze({
    schema: spec.schema,
    apply: (query: Query, params: z.output<Schema>) => spec.apply(query, params),
    ...(resolve === undefined ? {} : { resolve: resolve.bind(spec) }),
  });
}

/** @throws TypeError that names what is wrong with a filter's schema. */
function checkFilterSchema(schema: z.ZodObject): void {
  if (!("_zod" in schema)) throw new TypeError("A filter's schema must be an object schema of zod 4.");
  for (const [key, member] of Object.entries(schema.shape)) {
    if (!/^[a-z][a-z0-9]*(?:_+[a-z0-9]+)*$/.test(key))
      throw new TypeError(`The filter key "${key}" must be in snake_case.`);
    if (member._zod.optin !== "optional") throw new TypeError(`The filter key "${key}" must be optional.`);
  }
}
