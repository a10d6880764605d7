import type { SensitivityPolicy } from "../sensitivity-policy.js";
import type { TermField } from "./term-reader.js";
import { termName } from "./term-name.js";
import { treatmentOf, type Treatment } from "./treatment-of.js";

const NOT_CONSTANT: ReadonlySet<Treatment> = new Set<Treatment>([
  ...(["latitude", "longitude", "uncertainty", "place", "station", "media", "link", "date", "text"] as const),
]);

/**
 * Refuses a policy that could not act: its rules need terms by which rows are decided, and those that say where a row is. A place that is the
 * same for all rows would stand for what is withheld.
 *
 * @throws TypeError that names the terms.
 */
export function checkTermsOfPolicy(fields: readonly TermField<never, never>[], policy: SensitivityPolicy): void {
  const terms = new Set(fields.map(({ term }) => termName(term)));
  const { names, taxonIds, stations } = policy.asks;
  require(!names || terms.has("dwc:scientificName"), "dwc:scientificName, since it names taxa");
  require(!taxonIds || terms.has("dwc:taxonID"), "dwc:taxonID, since it lists ids of taxa");
  require(!stations || terms.has("dwc:locationID"), "dwc:locationID, since it lists stations");
  const decides = ["dwc:scientificName", "dwc:taxonID", "dwc:locationID"];
  require(decides.some((term) => terms.has(term)), `one of ${decides.join(", ")}, which its function decides by`);
  const places = ["dwc:locationID", "dwc:eventID"];
  require(places.some((term) => terms.has(term)), `${places.join(" or ")}, which says what rows share a place`);
  require(terms.has("dwc:decimalLatitude") ===
    terms.has("dwc:decimalLongitude"), "both dwc:decimalLatitude and dwc:decimalLongitude");
  for (const { term, default: constant } of fields) {
    if (constant === undefined || !NOT_CONSTANT.has(treatmentOf(term))) continue;
    throw new TypeError(`Under a sensitivity policy ${termName(term)} takes no default. Give it a value.`);
  }
}

function require(holds: boolean, terms: string): void {
  if (!holds) throw new TypeError(`The sensitivity policy needs a column or field with the term ${terms}.`);
}
