/** The values of dwc:basisOfRecord that GBIF reads (its vocabulary of 2024-02-19). */
export const BASES_OF_RECORD = Object.freeze([
  "PreservedSpecimen",
  "FossilSpecimen",
  "LivingSpecimen",
  "HumanObservation",
  "MachineObservation",
  "MaterialEntity",
  "MaterialSample",
  "Occurrence",
  "MaterialCitation",
] as const);

/** The kind of record that an occurrence rests on. */
export type BasisOfRecord = (typeof BASES_OF_RECORD)[number];
