import type { z } from "zod";
import type { ErrorDetail } from "./export-error.js";
import type { Id } from "./id.js";
import type { JsonValue } from "./json.js";
import type { Scope } from "./scope.js";

/** The facts that a filter may ask for while it checks its parameters. */
export interface FilterContext {
  readonly scope: Scope;
  readonly signal: AbortSignal;
  /** Whether the user may know of another project: what a filter says of a foreign row depends on it. */
  mayRead(projectId: Id): Promise<boolean>;
}

/** The filters of an export as their schemas parsed them: keys in snake_case, values of any type that zod makes. */
export type FilterParams = Readonly<Record<string, unknown>>;

/** The findings of a filter about its parameters. */
export interface FilterResolution {
  /** The parameters as people read them: `collection_id: 5` becomes `collection: { id: 5, name: "June" }`. */
  readonly display: Readonly<Record<string, JsonValue>>;
  /** Every parameter that names a record that does not exist, or is not the project's. Empty when all is well. */
  readonly issues: readonly ErrorDetail[];
}

/**
 * The rules of a filter: all that is needed to check a request.
 * @typeParam Params - the output of `schema`. Core parses a request once and hands the outcome on; a filter never
 * parses again.
 */
export interface FilterRules<Params extends object = FilterParams> {
  /** The keys this filter owns, in snake_case, every one optional. Refinements may be async, and may relate keys to one another. */
  readonly schema: z.ZodObject;
  /** Looks the parameters up: names for display, existence, ownership. Called only after the user was authorized. */
  resolve?(params: Params, context: FilterContext): Promise<FilterResolution>;
}

/**
 * A named, validated restriction of a query. It owns the keys of its `schema`; two backends of one exporter own different
 * keys, and a key that none owns is refused.
 */
export interface FilterBackend<Query, Params extends object = FilterParams> extends FilterRules<Params> {
  /** Narrows the query by the output of `schema`. Pure; `params` is `{}` when a request gives no key of this filter. */
  apply(query: Query, params: Params): Query;
}
