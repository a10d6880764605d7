import { z } from "zod";
import type { ErrorDetail } from "../contracts/export-error.js";
import type { FilterBackend, FilterContext, FilterResolution } from "../contracts/filter-backend.js";
import type { Id } from "../contracts/id.js";
import type { JsonObject, JsonValue } from "../contracts/json.js";
import { callPort } from "../core/ports/call-port.js";
import { idSchema } from "./id-schema.js";
import type { OccurrenceQuery } from "./occurrence-query.js";
import { restrict } from "./occurrence-queryset.js";
import type { OccurrenceSource, Reference, ReferenceKind } from "./occurrence-source.js";

/** What a {@link ReferenceFilter} points at. */
export interface ReferenceFilterOptions {
  /** The keys of the filter. Several mean the same thing and must not differ. */
  readonly keys: readonly string[];
  readonly kind: Exclude<ReferenceKind, "project">;
  /** What messages call the thing, with a capital: `Capture set`. */
  readonly noun: string;
  /** The key under which `filters_display` gives id and name; by default the parameter passes unchanged. */
  readonly displayKey?: string;
}

/** Where the reference of a request points. */
interface Found {
  readonly reference: Reference | undefined;
  readonly standing: "ours" | "foreign" | "missing";
}

/**
 * Keeps occurrences that have to do with one thing: a capture set, a taxon, an event. The thing must exist and be the
 * project's; one of a project that the user may not read counts as missing, and its name is not shown.
 */
export class ReferenceFilter implements FilterBackend<OccurrenceQuery> {
  readonly schema: z.ZodObject;
  readonly #source: OccurrenceSource;
  readonly #options: ReferenceFilterOptions;
  readonly #id: z.ZodType<Id>;

  constructor(source: OccurrenceSource, options: ReferenceFilterOptions) {
    this.#source = source;
    this.#options = options;
    this.#id = idSchema(source.idType);
    this.schema = referenceSchema(options.keys, this.#id);
  }

  apply(query: OccurrenceQuery, params: JsonObject): OccurrenceQuery {
    const key = this.#keyIn(params);
    return key === undefined ? query : restrict(query, { kind: this.#options.kind, id: this.#id.parse(params[key]) });
  }

  /** @throws ExportError `SOURCE_FAILED` when the source cannot look the id up. */
  async resolve(params: JsonObject, context: FilterContext): Promise<FilterResolution> {
    const key = this.#keyIn(params);
    if (key === undefined) return { display: {}, issues: [] };
    const id = this.#id.parse(params[key]);
    const found = await this.#find(id, context);
    return { display: this.#display(params, id, found), issues: this.#issues(key, found) };
  }

  #keyIn(params: JsonObject): string | undefined {
    return this.#options.keys.find((key) => params[key] !== undefined);
  }

  async #find(id: Id, context: FilterContext): Promise<Found> {
    const { scope, signal } = context;
    const { kind } = this.#options;
    const references = await callPort("SOURCE_FAILED", () => this.#source.references(kind, [id], { scope, signal }), signal);
    const reference = references.get(id);
    if (reference === undefined) return { reference, standing: "missing" };
    const { projectIds } = reference;
    if (projectIds === null || projectIds.includes(scope.projectId)) return { reference, standing: "ours" };
    for (const projectId of projectIds) if (await context.mayRead(projectId)) return { reference, standing: "foreign" };
    return { reference: undefined, standing: "missing" };
  }

  #display(params: JsonObject, id: Id, { reference }: Found): Record<string, JsonValue> {
    const { noun, displayKey } = this.#options;
    if (displayKey === undefined) return { ...params };
    return { [displayKey]: { id, name: reference?.name ?? `${noun} with id ${id} not found` } };
  }

  #issues(key: string, { standing }: Found): readonly ErrorDetail[] {
    const { noun } = this.#options;
    const path = ["filters", key];
    if (standing === "missing") return [{ path, code: "does_not_exist", message: `${noun} does not exist.` }];
    if (standing === "foreign") return [{ path, code: "not_in_project", message: `${noun} does not belong to the selected project.` }];
    return [];
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
