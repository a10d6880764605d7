import { z } from "zod";
import { COUNTRY_CODES } from "../../values/country-codes.js";

/** The facts of a project's events and occurrences that no source knows, but their host does: the same for every row. */
export interface DwcDpFacts {
  /** Of nights; by default `sampling night`. */
  readonly eventType?: string | undefined;
  /** By default `automated light trap with a camera`, which a host with other stations must replace. */
  readonly samplingProtocol?: string | undefined;
  /** ISO 3166-1 alpha-2: `GB`. */
  readonly countryCode?: string | undefined;
  /** The work whose taxon concepts the names stand for. */
  readonly nameAccordingTo?: string | undefined;
  /** The recorder of the occurrences, or several separated by ` | `: agents of every survey. A name is the agent's identifier. */
  readonly recordedBy?: string | undefined;
  /** The taxa that the surveys looked for: `Lepidoptera`, or several separated by ` | `. They become the target of every survey. */
  readonly targetTaxonomicScope?: string | undefined;
  /**
   * Whether every organism of that scope that was detected is among the occurrences. Readers then take what is missing for not detected. It is
   * written as false, with a warning, for a file from which animals are missing.
   */
  readonly isTaxonomicScopeFullyReported?: boolean | undefined;
  /** The type of search: `restrictedSearch`, `openSearch`, `opportunisticSearch`, `adventitious`, `compilation`. */
  readonly inventoryTypes?: string | undefined;
}

const TEXT = z.string().trim().min(1).optional();

const FACTS: z.ZodType<DwcDpFacts> = z.strictObject({
  ...{ eventType: TEXT, samplingProtocol: TEXT, nameAccordingTo: TEXT, recordedBy: TEXT, targetTaxonomicScope: TEXT },
  countryCode: z
    .string()
    .refine((code) => COUNTRY_CODES.has(code), { error: "Expected a code of ISO 3166-1" })
    .optional(),
  isTaxonomicScopeFullyReported: z.boolean().optional(),
  inventoryTypes: z
    .enum(["restrictedSearch", "openSearch", "opportunisticSearch", "adventitious", "compilation"])
    .optional(),
});

/** @throws TypeError that lists unknown keys, and values that readers would not take. */
export function parseDwcDpFacts(facts: DwcDpFacts): DwcDpFacts {
  const { success, data, error } = FACTS.safeParse(facts);
  if (!success) throw new TypeError(`The facts cannot be written.\n${z.prettifyError(error)}`);
  if (data.isTaxonomicScopeFullyReported !== undefined && data.targetTaxonomicScope === undefined)
    throw new TypeError("isTaxonomicScopeFullyReported needs a targetTaxonomicScope.");
  return Object.freeze({
    eventType: "sampling night",
    samplingProtocol: "automated light trap with a camera",
    ...data,
  });
}

/** The taxa that the surveys looked for; none where the host does not say. */
export function targetTaxa({ targetTaxonomicScope = "" }: DwcDpFacts): readonly string[] {
  const taxa = targetTaxonomicScope.split("|").map((taxon) => taxon.trim());
  return [...new Set(taxa)].filter((taxon) => taxon !== "");
}
