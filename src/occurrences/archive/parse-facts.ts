import { z } from "zod";
import { COUNTRY_CODES } from "../../values/country-codes.js";
import type { DwcaConstants } from "./dwca-dataset.js";

const TEXT = z.string().trim().min(1).optional();
const INVENTORY_TYPES = ["restrictedSearch", "openSearch", "opportunisticSearch", "adventitious", "compilation"];
/** The largest value that GBIF reads: beyond it, it flags the value. */
const MOST_METRES = 5_000_000;

const FACTS: z.ZodType<DwcaConstants> = z.strictObject({
  eventType: TEXT,
  samplingProtocol: TEXT,
  samplingEffort: TEXT,
  institutionCode: TEXT,
  countryCode: z
    .string()
    .refine((code) => COUNTRY_CODES.has(code), {
      error: "Invalid input: expected two capitals of ISO 3166-1, such as GB for the United Kingdom",
    })
    .optional(),
  coordinateUncertaintyInMeters: z.number().positive().max(MOST_METRES).optional(),
  parentEvents: z.literal("deployment").optional(),
  nameAccordingTo: TEXT,
  recordedBy: TEXT,
  targetTaxonomicScope: TEXT,
  isTaxonomicScopeFullyReported: z.boolean().optional(),
  inventoryTypes: z.enum(INVENTORY_TYPES).optional(),
});

/** The protocol of every sampling event of this model: a night at a station whose camera looks at a lit screen. */
const SAMPLING_PROTOCOL = "automated light trap with a camera";

/**
 * Returns a host's facts, with the default sampling protocol where it states none.
 *
 * @throws TypeError that lists unknown keys, and values that readers would not take.
 */
export function parseFacts(facts: DwcaConstants): DwcaConstants {
  const { success, data, error } = FACTS.safeParse(facts);
  if (success) return Object.freeze({ ...data, samplingProtocol: data.samplingProtocol ?? SAMPLING_PROTOCOL });
  throw new TypeError(`The facts of an archive cannot be written.\n${z.prettifyError(error)}`);
}
