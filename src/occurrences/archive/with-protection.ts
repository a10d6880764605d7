import type { DwcField, DwcValue } from "../../dwca/tables/dwc-field.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { expandTerm } from "../../dwca/tables/check-term.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { ProtectionNotes } from "../model/occurrence.js";
import type { DwcaDataset } from "./dwca-dataset.js";

const { dwc } = NAMESPACES;

const NOTES = Object.freeze({
  [`${dwc}informationWithheld`]: "informationWithheld",
  [`${dwc}dataGeneralizations`]: "dataGeneralizations",
} as const satisfies Record<string, keyof ProtectionNotes>);

/**
 * Adds the fields in which a policy says what it has done. A host's field with such a term keeps its own words, and the policy's come first.
 * Where the policy changes nothing, the added fields are not written.
 */
export function withProtection<
  Row extends { readonly protection?: ProtectionNotes },
  Field extends DwcField<Row, DwcaDataset>,
>(fields: readonly Field[], policy: SensitivityPolicy | undefined): readonly (Field | DwcField<Row, DwcaDataset>)[] {
  if (policy === undefined) return fields;
  const noting = fields.map((field) => {
    const note = Object.entries(NOTES).find(([term]) => term === expandTerm(field.term))?.[1];
    return note === undefined
      ? field
      : {
          ...field,
          value: (row: Row, dataset: DwcaDataset) =>
            joined(row.protection?.[note], field.value?.(row, dataset) ?? field.default),
        };
  });
  const added = Object.entries(NOTES).filter(([term]) => missingTerms(fields).includes(term));
  return [
    ...noting,
    ...added.map(([term, note]) => ({ term, whereProtected: true, value: (row: Row) => row.protection?.[note] })),
  ];
}

function joined(note: string | undefined, own: DwcValue): DwcValue {
  return note === undefined ? own : [note, own].filter((text) => text != null && text !== "").join(" ");
}

/** The terms of notes that none of the fields has. */
function missingTerms(fields: readonly Pick<DwcField<never>, "term">[]): readonly string[] {
  const own = new Set(fields.map(({ term }) => expandTerm(term)));
  return Object.keys(NOTES).filter((term) => !own.has(term));
}
