import type { ExporterClass } from "../contracts/exporter.js";
import { json } from "../formats/json.js";
import { createRowExporter, type OccurrenceExporterOptions } from "./create-row-exporter.js";
import { occurrenceJsonFields, type OccurrenceJsonField, type OccurrenceJsonFieldOptions } from "./occurrence-json-fields.js";

/** Where a JSON exporter's occurrences come from, and what it says of them. */
export interface JsonExporterOptions extends OccurrenceExporterOptions, OccurrenceJsonFieldOptions {
  /** By default those of `occurrenceJsonFields({ detailsUrl })`; `detailsUrl` has no say in fields given here. */
  readonly fields?: readonly OccurrenceJsonField[];
}

/**
 * The exporter of `occurrences_api_json`: one array, one object an occurrence, with everything that is known of it.
 *
 * @throws TypeError when there is no field, a name repeats, or `batchSize` is not a positive integer.
 */
export function createJsonExporter({ detailsUrl, fields, ...options }: JsonExporterOptions): ExporterClass {
  const spec = fields ?? occurrenceJsonFields({ detailsUrl });
  return createRowExporter(options, { fileFormat: "json", contentType: "application/json", format: json(spec), columns: spec });
}
