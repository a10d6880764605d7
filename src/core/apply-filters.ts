import type { FilterBackend } from "../contracts/filter-backend.js";
import type { JsonObject } from "../contracts/json.js";
import { callHook } from "./ports/call-hook.js";
import { parseFilters } from "./parse-filters.js";

/**
 * The query, narrowed by every backend in turn.
 *
 * @param filters - as a request gave them; each backend sees the keys it owns, parsed by its schema.
 * @throws ExportError `INVALID_FILTERS` with every problem: unknown keys, wrong types, keys at odds with one another.
 * @throws ExportError `FILTER_FAILED` when a backend throws.
 */
export function applyFilters<Query>(query: Query, filters: JsonObject, backends: readonly FilterBackend<Query>[]): Query {
  const parsed = parseFilters(filters, backends);
  return parsed.reduce((narrowed, { backend, params }) => callHook("FILTER_FAILED", () => backend.apply(narrowed, params)), query);
}
