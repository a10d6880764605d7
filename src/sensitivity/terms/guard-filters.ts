import type { FilterBackend } from "../../contracts/filter-backend.js";
import type { SensitivityPolicy } from "../sensitivity-policy.js";
import type { GuardedQuery } from "./guarded-row.js";

/**
 * Filters of own tables under a policy. Any filter may ask for a place, unless the policy's `harmlessRestrictions`
 * names its key. It then finds no sensitive row, and the names that it gives for display are not shown.
 */
export function guardFilters<Query>(
  filters: readonly FilterBackend<Query>[],
  policy: SensitivityPolicy,
): readonly FilterBackend<GuardedQuery<Query>>[] {
  return filters.map((backend) => {
    const { schema } = backend;
    const harmless = Object.keys(schema.shape).every((key) => policy.isHarmless(key));
    const resolve: FilterBackend<Query>["resolve"] = async (params, context) => {
      const found = (await backend.resolve?.(params, context)) ?? { display: {}, issues: [] };
      return harmless ? found : { ...found, display: {} };
    };
    return Object.freeze<FilterBackend<GuardedQuery<Query>>>({
      schema,
      ...(backend.resolve === undefined ? {} : { resolve }),
      apply: ({ query, asksForPlace }, params) => ({
        query: backend.apply(query, params),
        asksForPlace: asksForPlace || asks(params, policy),
      }),
    });
  });
}

function asks(params: Readonly<Record<string, unknown>>, policy: SensitivityPolicy): boolean {
  return Object.entries(params).some(([key, value]) => value !== undefined && !policy.isHarmless(key));
}
