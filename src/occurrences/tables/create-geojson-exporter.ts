import type { ExporterClass } from "../../contracts/exporter.js";
import { GEOMETRY, geojsonWith, type GeoJsonLayout } from "../../formats/geojson.js";
import type { Occurrence } from "../model/occurrence.js";
import {
  occurrenceJsonFields,
  type OccurrenceJsonField,
  type OccurrenceJsonFieldOptions,
} from "./occurrence-json-fields.js";
import { createTableExporter, type OccurrenceTableOptions } from "./table-exporter.js";
import { withProtection } from "./with-protection.js";

/** Options of {@link createGeoJsonExporter}. */
export interface GeoJsonExporterOptions
  extends OccurrenceTableOptions, Pick<GeoJsonLayout, "layout">, Pick<OccurrenceJsonFieldOptions, "detailsUrl"> {
  /** The properties. By default those of `occurrenceGeoJsonFields({ detailsUrl, details: source.details })`. */
  readonly fields?: readonly OccurrenceJsonField[];
}

/**
 * The exporter of `occurrences_geojson`: one Feature per occurrence, at its station, else at its event's; see `geojson`. The id of a Feature
 * is that of the field `id`. Where a sensitivity policy makes a place coarse, the Point is that of the grid.
 *
 * @throws TypeError when a name repeats or is `geometry`, or `batchSize` is not a positive integer.
 * @example
 * ```ts
 * export const Occurrences = createGeoJsonExporter({ source: occurrences });
 * ```
 */
export function createGeoJsonExporter(options: GeoJsonExporterOptions): ExporterClass {
  const { detailsUrl, fields: given, layout, ...rest } = options;
  const own = given ?? occurrenceGeoJsonFields({ detailsUrl, details: rest.source.details });
  const fields = [...withProtection(own, rest.policy), PLACE];
  const id = own.some(({ name }) => name === "id") ? "id" : undefined;
  return createTableExporter(rest, geojsonWith(fields, { layout, id }), fields);
}

/**
 * The properties of `occurrences_geojson`: those of `occurrenceJsonFields`, then `coordinate_uncertainty_in_meters`, how far from the Point
 * the station may stand, null where its source does not say.
 *
 * @throws TypeError for a name that is no detail.
 * @example
 * ```ts
 * const fields = occurrenceGeoJsonFields().filter(({ name }) => name === "id" || name === "determination");
 * export const Places = createGeoJsonExporter({ source, fields });
 * ```
 */
export function occurrenceGeoJsonFields(options: OccurrenceJsonFieldOptions = {}): readonly OccurrenceJsonField[] {
  return Object.freeze([...occurrenceJsonFields(options), UNCERTAINTY]);
}

const UNCERTAINTY: OccurrenceJsonField = Object.freeze({
  name: "coordinate_uncertainty_in_meters",
  needs: Object.freeze([]),
  value: (row: Occurrence) => stationOf(row)?.coordinateUncertaintyInMeters,
});

const PLACE: OccurrenceJsonField = Object.freeze({ name: GEOMETRY, needs: Object.freeze([]), value: stationOf });

function stationOf({ deployment, event }: Occurrence) {
  return deployment ?? event?.deployment ?? null;
}
