import { ExportError, type ErrorDetail } from "../contracts/export-error.js";
import type { FilterRules } from "../contracts/filter-backend.js";
import type { JsonObject } from "../contracts/json.js";

/** A backend with the parameters it accepted. */
export interface ParsedFilter<Backend extends FilterRules> {
  readonly backend: Backend;
  readonly params: JsonObject;
}

/**
 * Splits filters among the backends that own their keys, and has each parse its own.
 *
 * @throws ExportError `INVALID_FILTERS` with every problem of every key at once.
 * @throws TypeError when two backends own one key: a mistake in the exporter, not in the request.
 */
export function parseFilters<Backend extends FilterRules>(
  filters: JsonObject,
  backends: readonly Backend[],
): readonly ParsedFilter<Backend>[] {
  const owners = ownersOf(backends);
  const details = unknownKeys(filters, owners);
  const parsed = backends.map((backend) => {
    const outcome = backend.schema.safeParse(pick(filters, (key) => owners.get(key) === backend));
    for (const issue of outcome.error?.issues ?? []) details.push({ ...issue, path: ["filters", ...issue.path.map(String)] });
    return { backend, params: (outcome.data ?? {}) as JsonObject };
  });
  if (details.length > 0) throw new ExportError("INVALID_FILTERS", { details: details.map(asDetail) });
  return parsed;
}

function ownersOf<Backend extends FilterRules>(backends: readonly Backend[]): ReadonlyMap<string, Backend> {
  const owners = new Map<string, Backend>();
  for (const backend of backends) {
    for (const key of Object.keys(backend.schema.shape)) {
      if (owners.has(key)) throw new TypeError(`Two filter backends own the key "${key}".`);
      owners.set(key, backend);
    }
  }
  return owners;
}

function unknownKeys(filters: JsonObject, owners: ReadonlyMap<string, unknown>): ErrorDetail[] {
  const known = [...owners.keys()];
  const message = known.length > 0 ? `There is no such filter. Filters: ${known.join(", ")}.` : "This format takes no filters.";
  return Object.keys(filters)
    .filter((key) => !owners.has(key))
    .map((key) => ({ path: ["filters", key], code: "unrecognized_key", message }));
}

function pick(filters: JsonObject, wanted: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(filters).filter(([key]) => wanted(key)));
}

function asDetail({ path, code, message }: ErrorDetail): ErrorDetail {
  return { path, code, message };
}
