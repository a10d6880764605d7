import { z } from "zod";
import { isDeepStrictEqual } from "node:util";
import { ExportError, type ErrorDetail } from "../../contracts/export-error.js";
import type { FilterParams, FilterRules, FilterBackend } from "../../contracts/filter-backend.js";
import type { JsonObject, JsonValue } from "../../contracts/json.js";
import type { OptionValues } from "../../contracts/row-format.js";
import { callPort, callHook } from "../ports/call-port.js";
import { issueDetails } from "../../contracts/error-details.js";

/** A backend with the parameters that are its own. */
export interface OwnedFilter<Backend extends FilterRules> {
  readonly backend: Backend;
  readonly params: FilterParams;
}

/**
 * Parses filters as a request sends them: each backend parses the keys it owns, once. Keys whose value is `""` or null mean no filter.
 *
 * @param signal - ends the wait for refinements that are async.
 * @returns the parsed values of all keys, frozen; what {@link applyFilters} takes.
 * @throws ExportError `INVALID_FILTERS` with every problem of every key at once; `FILTER_FAILED` when a schema throws.
 * @throws TypeError when two backends own one key: a mistake in the exporter, not in the request.
 * @example
 * ```ts
 * const filters = await parseFilters({ station_id: 7 }, backends); // as a request has them, or the arguments of a command
 * ```
 */
export async function parseFilters(
  filters: JsonObject,
  backends: readonly FilterRules[],
  signal?: AbortSignal,
): Promise<FilterParams> {
  const owners = ownersOf(backends);
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== "" && value !== null));
  const details = unknownKeys(given, owners);
  const parsed: FilterParams[] = [];
  for (const backend of backends) {
    const own = pick(given, (key) => owners.get(key) === backend);
    const outcome = await callPort("FILTER_FAILED", () => backend.schema.safeParseAsync(own), signal);
    details.push(...issueDetails(outcome.error?.issues, ["filters"]));
    parsed.push(outcome.data ?? {});
  }
  if (details.length > 0) throw new ExportError("INVALID_FILTERS", { details });
  return Object.freeze(Object.assign({}, ...parsed));
}

/**
 * Parses the options of a request.
 *
 * @param schema - undefined where the format has none: then every key is refused.
 * @throws ExportError `INVALID_OPTIONS` with every problem at once; `EXPORTER_FAILED` when the schema throws.
 */
export async function parseOptions(
  options: JsonObject,
  schema: z.ZodObject | undefined,
  signal?: AbortSignal,
): Promise<OptionValues> {
  const known = Object.keys(schema?.shape ?? {});
  const message =
    known.length > 0 ? `This option does not exist. Options: ${known.join(", ")}.` : "This format takes no options.";
  const unknown = Object.keys(options).filter((key) => !known.includes(key));
  const own = pick(options, (key) => known.includes(key));
  const outcome = await callPort("EXPORTER_FAILED", () => schema?.safeParseAsync(own), signal);
  const details = [
    ...unknown.map((key) => ({ path: ["options", key], code: "unrecognized_key", message })),
    ...issueDetails(outcome?.error?.issues, ["options"]),
  ];
  if (details.length > 0) throw new ExportError("INVALID_OPTIONS", { details });
  return Object.freeze({ ...outcome?.data });
}

/** Gives each backend the parsed filters it owns. @throws ExportError `INVALID_FILTERS` for a key that no backend owns. */
export function splitFilters<Backend extends FilterRules>(
  filters: FilterParams,
  backends: readonly Backend[],
): readonly OwnedFilter<Backend>[] {
  const owners = ownersOf(backends);
  const details = unknownKeys(filters, owners);
  if (details.length > 0) throw new ExportError("INVALID_FILTERS", { details });
  return backends.map((backend) => ({ backend, params: pick(filters, (key) => owners.get(key) === backend) }));
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

function unknownKeys(filters: FilterParams, owners: ReadonlyMap<string, unknown>): ErrorDetail[] {
  const known = [...owners.keys()];
  const message =
    known.length > 0 ? `This filter does not exist. Filters: ${known.join(", ")}.` : "This format takes no filters.";
  return Object.keys(filters)
    .filter((key) => !owners.has(key))
    .map((key) => ({ path: ["filters", key], code: "unrecognized_key", message }));
}

function pick(filters: FilterParams, wanted: (key: string) => boolean): FilterParams {
  return Object.fromEntries(Object.entries(filters).filter(([key]) => wanted(key)));
}

/**
 * Narrows a query by every backend in turn.
 *
 * @param filters - parsed, as `dataExport.filters` and {@link parseFilters} give them; each backend sees the keys it owns.
 * @throws ExportError `INVALID_FILTERS` for a key that no backend owns; `FILTER_FAILED` when a backend throws.
 * @example const query = applyFilters(source.queryset(), filters, backends);
 */
export function applyFilters<Query>(
  query: Query,
  filters: FilterParams,
  backends: readonly FilterBackend<Query>[],
): Query {
  return splitFilters(filters, backends).reduce(
    (narrowed, { backend, params }) => callHook("FILTER_FAILED", () => backend.apply(narrowed, params)),
    query,
  );
}

/**
 * Returns the filters as a record keeps them: as sent, without what only zod can make. A text becomes the number or
 * boolean that its schema made of it, where the schema takes that as the same. A run parses the record again.
 */
export async function recordedFilters(
  sent: JsonObject,
  parsed: FilterParams,
  backends: readonly FilterRules[],
): Promise<JsonObject> {
  const shape: z.ZodRawShape = Object.assign({}, ...backends.map(({ schema }) => schema.shape));
  const recorded = async (key: string, value: JsonValue): Promise<JsonValue> => {
    const candidate = recordedValue(value, parsed[key]);
    if (isDeepStrictEqual(candidate, value)) return value;
    const again = await z.safeParseAsync(shape[key] ?? z.never(), candidate);
    return isDeepStrictEqual(again.data, parsed[key]) ? candidate : value;
  };
  const given = Object.entries(sent).filter(([, value]) => value !== "" && value !== null);
  const entries = await Promise.all(given.map(async ([key, value]) => [key, await recorded(key, value)] as const));
  return Object.freeze(Object.fromEntries(entries));
}

/**
 * A number or a boolean sent as text is recorded as its filter's schema parsed it. One value of a list is recorded as
 * that list.
 */
function recordedValue(sent: JsonValue, parsed: unknown): JsonValue {
  if (Array.isArray(parsed)) {
    const members: readonly JsonValue[] = Array.isArray(sent) ? sent : [sent];
    const isKnown = members.length === parsed.length;
    return isKnown ? members.map((member, index) => recordedValue(member, parsed[index])) : sent;
  }
  const isScalar = typeof parsed === "number" || typeof parsed === "boolean";
  return isScalar && String(parsed) === sent ? parsed : sent;
}
