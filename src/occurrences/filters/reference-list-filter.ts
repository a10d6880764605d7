import { z } from "zod";
import type { FilterBackend, FilterContext, FilterResolution } from "../../contracts/filter-backend.js";
import type { Id } from "../../contracts/id.js";
import { type OccurrenceQuery, type OccurrenceRestriction, restrict } from "../model/occurrence-query.js";
import type { OccurrenceSource, ReferenceKind } from "../model/occurrence-source.js";
import { findReferences, referenceIssues } from "./find-references.js";
import { idListSchema } from "./id-schema.js";

/** The target of a {@link ReferenceListFilter}. */
export interface ReferenceListFilterOptions {
  readonly key: string;
  readonly kind: ReferenceKind;
  /** The name of each thing in messages, with a capital: `Algorithm`. */
  readonly noun: string;
  /** Returns the restriction of the ids. */
  restriction(ids: readonly Id[]): OccurrenceRestriction;
}

/** The ids under the key, where a request gives it. */
export type ReferenceListParams = Readonly<Record<string, readonly Id[]>>;

/** Keeps occurrences that have to do with some things. A request gives one id or a list of 1 to 1,000; each must exist. */
export class ReferenceListFilter implements FilterBackend<OccurrenceQuery, ReferenceListParams> {
  readonly schema: z.ZodObject;
  readonly #source: OccurrenceSource;
  readonly #options: ReferenceListFilterOptions;

  constructor(source: OccurrenceSource, options: ReferenceListFilterOptions) {
    this.#source = source;
    this.#options = options;
    this.schema = z.strictObject({ [options.key]: idListSchema(source.idType).optional() });
  }

  apply(query: OccurrenceQuery, params: ReferenceListParams): OccurrenceQuery {
    const ids = params[this.#options.key];
    return ids === undefined ? query : restrict(query, this.#options.restriction(Object.freeze([...ids])));
  }

  /** @throws ExportError `SOURCE_FAILED` when the source cannot look the ids up. */
  async resolve(params: ReferenceListParams, context: FilterContext): Promise<FilterResolution> {
    const { key, kind, noun } = this.#options;
    const ids = params[key];
    if (ids === undefined) return { display: {}, issues: [] };
    const found = await findReferences({ source: this.#source, kind, ids }, context);
    const issues = found.flatMap((one, index) => referenceIssues(key, `${noun} ${String(ids[index])}`, one));
    return { display: { [key]: ids }, issues };
  }
}
