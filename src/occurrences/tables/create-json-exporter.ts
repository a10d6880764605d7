import type { ExporterClass } from "../../contracts/exporter.js";
import { json } from "../../formats/json.js";
import { withProtection } from "./with-protection.js";
import { createTableExporter, type OccurrenceTableOptions } from "./table-exporter.js";
import {
  occurrenceJsonFields,
  type OccurrenceJsonField,
  type OccurrenceJsonFieldOptions,
} from "./occurrence-json-fields.js";

/** The source of a JSON exporter's occurrences, and the details of its file. */
export interface JsonExporterOptions extends OccurrenceTableOptions, Pick<OccurrenceJsonFieldOptions, "detailsUrl"> {
  /** By default those of `occurrenceJsonFields({ detailsUrl, details: source.details })`; `detailsUrl` has no say in fields given here. */
  readonly fields?: readonly OccurrenceJsonField[];
}

/**
 * The exporter of `occurrences_api_json`: one array, one object per occurrence, with everything that is known of it.
 *
 * @throws TypeError when there is no field, a name repeats, or `batchSize` is not a positive integer.
 * @example
 * ```ts
 * registry.register("occurrences_api_json")(createJsonExporter({ source }));
 * ```
 */
export function createJsonExporter(options: JsonExporterOptions): ExporterClass {
  const { detailsUrl, fields: given, ...rest } = options;
  const own = given ?? occurrenceJsonFields({ detailsUrl, details: rest.source.details });
  const fields = withProtection(own, rest.policy);
  return createTableExporter(rest, json(fields), fields);
}
