import { NAMESPACES } from "../../../values/namespaces.js";
import type { ValueRule } from "./value-rule.js";

const { dwc } = NAMESPACES;
const OCCURRENCE = [`${dwc}Occurrence`];
const dwcTerms = (...names: readonly string[]): readonly string[] => names.map((name) => dwc + name);

const BASES: ReadonlySet<string> = new Set(
  `preservedspecimen fossilspecimen livingspecimen humanobservation machineobservation materialentity materialsample occurrence
    materialcitation observation`.match(/\S+/g),
);

/** Rules for what makes a row an occurrence. */
export const OCCURRENCE_RULES: readonly ValueRule[] = [
  {
    terms: dwcTerms("basisOfRecord"),
    rowTypes: OCCURRENCE,
    check: ([text = ""], say) => {
      if (!BASES.has(text.toLowerCase().replace(/[\s_]/g, ""))) say("BASIS_OF_RECORD_INVALID", 0);
    },
  },
  {
    terms: dwcTerms("occurrenceID", "institutionCode", "collectionCode", "catalogNumber"),
    rowTypes: OCCURRENCE,
    presenceOnly: true,
    check: ([id = "", ...triplet], say) => {
      if (id === "" && triplet.includes("")) say("RECORD_IDENTIFIER_NOT_FOUND", 0);
    },
  },
  {
    terms: dwcTerms("occurrenceStatus", "individualCount"),
    rowTypes: OCCURRENCE,
    check: ([text = "", count = ""], say) => {
      const status = text.toLowerCase();
      if (status !== "" && status !== "present" && status !== "absent") say("OCCURRENCE_STATUS_UNPARSABLE", 0);
      if (count === "") return;
      if (!/^\d{1,15}$/.test(count)) return say("INDIVIDUAL_COUNT_INVALID", 1);
      const none = Number(count) === 0;
      if (status === "" && none) say("OCCURRENCE_STATUS_INFERRED_FROM_INDIVIDUAL_COUNT", 0);
      if ((status === "present" && none) || (status === "absent" && !none))
        say("INDIVIDUAL_COUNT_CONFLICTS_WITH_OCCURRENCE_STATUS", 1);
    },
  },
];
