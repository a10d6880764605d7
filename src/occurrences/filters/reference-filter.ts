import { z } from "zod";
import type { FilterBackend, FilterContext, FilterResolution } from "../../contracts/filter-backend.js";
import type { Id } from "../../contracts/id.js";
import type { JsonValue } from "../../contracts/json.js";
import { findReferences, type FoundReference, referenceIssues } from "./find-references.js";
import { idSchema } from "./id-schema.js";
import { type OccurrenceQuery, type OccurrenceRestriction, restrict } from "../model/occurrence-query.js";
import type { OccurrenceSource, ReferenceKind } from "../model/occurrence-source.js";

/** The target of a {@link ReferenceFilter}. */
export interface ReferenceFilterOptions {
  /** The keys of the filter. Several mean the same thing and must not differ. */
  readonly keys: readonly string[];
  readonly kind: Exclude<ReferenceKind, "project" | "algorithm">;
  /** The name of the thing in messages, with a capital: `Capture set`. */
  readonly noun: string;
  /** The key under which `filters_display` gives id and name; by default the parameter passes unchanged. */
  readonly displayKey?: string;
  /** Returns the restriction of the id; by default the restriction of the same kind. */
  readonly restriction?: (id: Id) => OccurrenceRestriction;
}

/** The id under each key that a request gives. */
export type ReferenceParams = Readonly<Record<string, Id>>;

const MISSING: FoundReference = Object.freeze({ reference: undefined, standing: "missing" });

/**
 * Keeps occurrences that have to do with one thing: a capture set, a taxon, an event. The thing must exist and be the
 * project's; one of a project that the user may not read counts as missing, and its name is not shown.
 */
export class ReferenceFilter implements FilterBackend<OccurrenceQuery, ReferenceParams> {
  readonly schema: z.ZodObject;
  readonly #source: OccurrenceSource;
  readonly #options: ReferenceFilterOptions;

  constructor(source: OccurrenceSource, options: ReferenceFilterOptions) {
    this.#source = source;
    this.#options = options;
    this.schema = referenceSchema(options.keys, idSchema(source.idType));
  }

  apply(query: OccurrenceQuery, params: ReferenceParams): OccurrenceQuery {
    const [id] = Object.values(params);
    if (id === undefined) return query;
    const { kind, restriction = () => ({ kind, id }) } = this.#options;
    return restrict(query, restriction(id));
  }

  /** @throws ExportError `SOURCE_FAILED` when the source cannot look the id up. */
  async resolve(params: ReferenceParams, context: FilterContext): Promise<FilterResolution> {
    const [given] = Object.entries(params);
    if (given === undefined) return { display: {}, issues: [] };
    const [key, id] = given;
    const { kind, noun } = this.#options;
    const [found = MISSING] = await findReferences({ source: this.#source, kind, ids: [id] }, context);
    return { display: this.#display(params, id, found), issues: referenceIssues(key, noun, found) };
  }

  #display(params: ReferenceParams, id: Id, { reference }: FoundReference): Record<string, JsonValue> {
    const { noun, displayKey } = this.#options;
    if (displayKey === undefined) return { ...params };
    return { [displayKey]: { id, name: reference?.name ?? `${noun} with id ${id} not found` } };
  }
}

function referenceSchema(keys: readonly string[], id: z.ZodType<Id>): z.ZodObject {
  const schema = z.strictObject(Object.fromEntries(keys.map((key) => [key, id.optional()])));
  const error = `Invalid input: ${keys.join(" and ")} mean the same and must not differ`;
  return schema.refine((params) => new Set(Object.values(params).filter((value) => value !== undefined)).size <= 1, {
    error,
    path: keys.slice(-1),
  });
}
