import { z } from "zod";
import type { FilterBackend, FilterContext, FilterResolution } from "../../contracts/filter-backend.js";
import type { JsonObject } from "../../contracts/json.js";
import { callPort } from "../../core/ports/call-port.js";
import { type OccurrenceQuery, restrict } from "../model/occurrence-query.js";
import type { OccurrenceSource, ProjectDefaults } from "../model/occurrence-source.js";
import { BOOLEAN } from "./boolean-schema.js";

/** A number from 0 to 1, or its decimal digits as text, as in an address. */
const THRESHOLD = z.preprocess(
  (given) => (typeof given === "string" && /^\d(?:\.\d{1,20})?$/.test(given) ? Number(given) : given),
  z.number().min(0).max(1),
);

const MEMBERS = { apply_defaults: BOOLEAN.optional(), classification_threshold: THRESHOLD.optional() };

/** The choice of a request about the project's default filters. */
export interface DefaultsParams {
  readonly apply_defaults?: boolean | undefined;
  readonly classification_threshold?: number | undefined;
}

/**
 * `apply_defaults`: whether the project's default filters hold. `classification_threshold`: the least determination score where they do
 * not; where they hold, the project's own threshold holds and this one does not count.
 */
export class DefaultsFilter implements FilterBackend<OccurrenceQuery, DefaultsParams> {
  readonly schema: z.ZodObject;
  readonly #source: Pick<OccurrenceSource, "defaults">;
  readonly #applyDefaults: boolean;

  /** @param without - keys that requests may not give. */
  constructor(
    source: Pick<OccurrenceSource, "defaults">,
    { applyDefaults, without }: { readonly applyDefaults: boolean; readonly without: readonly string[] },
  ) {
    this.#source = source;
    this.#applyDefaults = applyDefaults;
    this.schema = z.strictObject(Object.fromEntries(Object.entries(MEMBERS).filter(([key]) => !without.includes(key))));
  }

  apply(query: OccurrenceQuery, params: DefaultsParams): OccurrenceQuery {
    if (params.apply_defaults ?? this.#applyDefaults) return restrict(query, { kind: "project_defaults" });
    const value = params.classification_threshold;
    return value === undefined ? query : restrict(query, { kind: "score_min", value });
  }

  /** Names the defaults that apply. @throws ExportError `SOURCE_FAILED` when the source cannot tell them. */
  async resolve(params: DefaultsParams, { scope, signal }: FilterContext): Promise<FilterResolution> {
    const given = Object.entries(params).filter((entry): entry is [string, boolean | number] => entry[1] !== undefined);
    const sent = Object.fromEntries(given);
    if (!(params.apply_defaults ?? this.#applyDefaults)) return { display: sent, issues: [] };
    const defaults = await callPort("SOURCE_FAILED", () => this.#source.defaults?.({ scope, signal }), signal);
    const project_defaults = defaults == null ? {} : { project_defaults: displayOf(defaults) };
    return { display: { ...sent, ...project_defaults }, issues: [] };
  }
}

/** The most taxa of a list that are named. */
const MOST_NAMED = 20;

function displayOf({ scoreThreshold, includeTaxa, excludeTaxa }: ProjectDefaults): JsonObject {
  return {
    score_threshold: scoreThreshold,
    ...namedTaxa("include_taxa", includeTaxa),
    ...namedTaxa("exclude_taxa", excludeTaxa),
  };
}

/** Nothing for no taxa; of a long list the first names, and how many there are. */
function namedTaxa(key: string, taxa: ProjectDefaults["includeTaxa"]): JsonObject {
  if (taxa.length === 0) return {};
  const named = taxa.slice(0, MOST_NAMED).map(({ id, name }) => ({ id, name }));
  return { [key]: named, ...(taxa.length > MOST_NAMED ? { [`${key}_count`]: taxa.length } : {}) };
}
