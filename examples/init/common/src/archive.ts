import { urn } from "vasculum/dwca";
import type { Sighting } from "./formats.js";

const field = (term: string, value: (row: Sighting) => string | number | null) => ({ term, value });

/** The table of the Darwin Core Archive. Add what you know: places, people, identifications. */
export const occurrences = {
  rowType: "Occurrence",
  fields: [
    field("dwc:occurrenceID", ({ id }) => urn("exports-server", "sighting", id)),
    field("dwc:basisOfRecord", () => "HumanObservation"),
    field("dwc:occurrenceStatus", () => "present"),
    field("dwc:scientificName", ({ species }) => species),
    field("dwc:eventDate", ({ seen_on }) => seen_on),
    field("dwc:individualCount", ({ individuals }) => individuals),
  ],
};

/** Describes the dataset in eml.xml. GBIF asks for all of this: replace it by your own. */
export const metadata = {
  title: "Sightings of an example",
  abstract: "Rows to try with. Replace this text by what was observed, where, when and how.",
  license: "CC-BY-4.0",
  creators: [{ organizationName: "An example" }],
  updatedAt: "2024-06-20", // when the dataset changed last: a function may read it from your tables
};
