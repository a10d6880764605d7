/**
 * The occurrences of an Antenna database, as a source for the exporters of `vasculum/occurrences`.
 *
 * @module vasculum/antenna
 */
export { createAntennaSource, type AntennaSourceOptions } from "./sources/antenna/create-antenna-source.js";
export type { AntennaConditions, AntennaOccurrenceTable, AntennaTables } from "./sources/antenna/own-condition.js";
