import { z } from "zod";
import type { FormatColumn, RowFormat } from "../contracts/row-format.js";
import { chooseColumns, columnNamesSchema } from "./choose-columns.js";
import { createRowFormat } from "./create-row-format.js";
import { GeoExtent } from "./geo-extent.js";
import { jsonText } from "./json-text.js";
import type { JsonField } from "./json.js";
import { pointText } from "./point-text.js";
import type { RowColumn } from "./row-column.js";

/** The layout of a GeoJSON file. */
export interface GeoJsonLayout {
  /**
   * `"collection"` (the default): one FeatureCollection, with the extension `geojson`. `"lines"`: a Feature a line and nothing else, with the
   * extension `geojsonl`, for files that are read bit by bit.
   */
  readonly layout?: "collection" | "lines" | undefined;
  /** The name of the field that a Feature also has as its `id`: a text or a number. By default Features have none. */
  readonly id?: string | undefined;
}

/** The fields that hold the place of a row, and the layout of the file. */
export interface GeoJsonOptions extends GeoJsonLayout {
  /** The name of the field with the longitude, in decimal degrees of WGS 84: a number, or a text that is one. */
  readonly longitude: string;
  /** The name of the field with the latitude. */
  readonly latitude: string;
}

/** The name by which a request chooses the geometry. */
export const GEOMETRY = "geometry";

/**
 * Rows as GeoJSON (RFC 7946): UTF-8, one Feature a line. Each field is a property, as `json` writes it. The geometry is a Point, longitude
 * first, or null where a row has no place. A coordinate that is no place is not written and counted as `COORDINATES_INVALID`; 0, 0 is
 * written and counted as `COORDINATES_ZERO`. A collection ends with its `bbox`, unless no row has a place.
 *
 * A request may choose `fields`: any of them and `geometry`. Without `geometry` it is null in every row, so that a user who may not export
 * places gets none.
 *
 * @throws TypeError when there is no field, a name repeats or is `geometry`, or `longitude`, `latitude` or `id` names no field.
 * @example
 * ```ts
 * const format = geojson(fields, { longitude: "lon", latitude: "lat", id: "id" });
 * ```
 */
export function geojson<Row>(fields: readonly JsonField<Row>[], options: GeoJsonOptions): RowFormat<Row> {
  const [longitude, latitude] = [options.longitude, options.latitude].map((name) => named(fields, name));
  const geometry: RowColumn<Row> = {
    name: GEOMETRY,
    value: (row) => ({ longitude: longitude?.value(row), latitude: latitude?.value(row) }),
  };
  return Object.freeze({
    ...geojsonWith([...fields, geometry], options),
    withColumns: <Other>(change: (given: readonly FormatColumn<Row>[]) => readonly FormatColumn<Other>[]) =>
      geojson(change(fields), options),
  });
}

/** GeoJSON of columns, one of which may be called `geometry`: its value has a `longitude` and a `latitude`, or is null. */
export function geojsonWith<Row>(columns: readonly RowColumn<Row>[], layout: GeoJsonLayout): RowFormat<Row> {
  if (layout.id !== undefined) named(columns, layout.id);
  return chosenFormat(columns, columns, layout);
}

function chosenFormat<Row>(
  all: readonly RowColumn<Row>[],
  columns: readonly RowColumn<Row>[],
  layout: GeoJsonLayout,
): RowFormat<Row> {
  const schema = z.strictObject({ fields: columnNamesSchema(all, "field") });
  const lines = layout.layout === "lines";
  const featureText = featureWriter(columns, layout);
  const geometryAt = columns.findIndex(({ name }) => name === GEOMETRY);
  return createRowFormat(columns, {
    fileFormat: lines ? "geojsonl" : "geojson",
    contentType: lines ? "application/x-ndjson" : "application/geo+json",
    columnsOption: "fields",
    options: schema,
    configure: (values) => chosenFormat(all, chooseColumns(all, schema.parse(values).fields), layout),
    cellText: (value, { name }, nonFinite, warn) =>
      name === GEOMETRY ? pointText(value, warn) : jsonText(value, () => nonFinite.push(name)),
    text: (batches) => (lines ? lineTexts(batches, featureText) : collectionTexts(batches, featureText, geometryAt)),
  });
}

type FeatureText = (cells: readonly string[]) => string;

async function* lineTexts(batches: AsyncIterable<string[][]>, featureText: FeatureText): AsyncGenerator<string> {
  for await (const rows of batches) yield rows.map((cells) => `${featureText(cells)}\n`).join("");
}

async function* collectionTexts(
  batches: AsyncIterable<string[][]>,
  featureText: FeatureText,
  geometryAt: number,
): AsyncGenerator<string> {
  const extent = new GeoExtent();
  let open = '{"type":"FeatureCollection","features":[\n';
  for await (const rows of batches) {
    for (const cells of rows) extent.add(cells[geometryAt]);
    yield open + rows.map(featureText).join(",\n");
    open = ",\n";
  }
  const bbox = extent.bbox();
  yield `${open === ",\n" ? "\n" : open}]${bbox === null ? "" : `,"bbox":${JSON.stringify(bbox)}`}}\n`;
}

function featureWriter(columns: readonly RowColumn<never>[], { id }: GeoJsonLayout): FeatureText {
  const keys = columns.map(({ name }) => `${jsonText(name, () => undefined)}:`);
  const geometryAt = columns.findIndex(({ name }) => name === GEOMETRY);
  const idAt = columns.findIndex(({ name }) => name === id);
  const properties = columns.map((_, index) => index).filter((index) => index !== geometryAt);
  return (cells) => {
    const own = cells[idAt] ?? "";
    const members = properties.map((index) => `${keys[index]}${cells[index]}`).join(",");
    const idText = /^["\d-]/.test(own) ? `"id":${own},` : "";
    return `{"type":"Feature",${idText}"geometry":${cells[geometryAt] ?? "null"},"properties":{${members}}}`;
  };
}

/** @throws TypeError when no column has the name. */
function named<Row>(columns: readonly RowColumn<Row>[], name: string): RowColumn<Row> {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new TypeError(`GeoJSON needs a field "${name}".`);
  return found;
}
