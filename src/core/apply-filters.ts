import { ExportError } from "../contracts/export-error.js";
import type { FilterBackend } from "../contracts/filter-backend.js";
import type { JsonObject } from "../contracts/json.js";
import { parseFilters } from "./parse-filters.js";

/**
 * The query, narrowed by every backend in turn.
 *
 * @param filters - as a request gave them; each backend sees the keys it owns, parsed by its schema.
 * @throws ExportError `INVALID_FILTERS` with every problem: unknown keys, wrong types, keys at odds with one another.
 * @throws ExportError `FILTER_FAILED` when a backend throws.
 */
export function applyFilters<Query>(query: Query, filters: JsonObject, backends: readonly FilterBackend<Query>[]): Query {
  return parseFilters(filters, backends).reduce((narrowed, { backend, params }) => {
    try {
      return backend.apply(narrowed, params);
    } catch (error) {
      throw ExportError.is(error) ? error : new ExportError("FILTER_FAILED", { cause: error });
    }
  }, query);
}
