import { createRequire } from "node:module";
import { getIssues } from "@placemarkio/check-geojson";
import { Ajv, type AnySchema } from "ajv";

const require = createRequire(import.meta.url);
const ajv = new Ajv({ strict: false });
const SCHEMAS = {
  FeatureCollection: ajv.compile(require("geojson-schema/FeatureCollection.json") as AnySchema),
  Feature: ajv.compile(require("geojson-schema/Feature.json") as AnySchema),
};

interface Feature {
  readonly geometry: { readonly coordinates: readonly [number, number] } | null;
}

/**
 * What is wrong with a GeoJSON text, by the schema of geojson.org, by check-geojson, and by RFC 7946's rules that neither knows: a longitude
 * first, from -180 to 180, then a latitude, and every point within the bbox.
 */
export function geojsonFaults(text: string, type: "FeatureCollection" | "Feature" = "FeatureCollection"): string[] {
  const value = JSON.parse(text) as { readonly features?: readonly Feature[]; readonly bbox?: readonly number[] };
  const validate = SCHEMAS[type];
  if (!validate(value)) return (validate.errors ?? []).map((one) => `schema: ${one.message}`);
  const issues = getIssues(text).map(({ message }) => `check-geojson: ${message}`);
  const features = value.features ?? [value as unknown as Feature];
  return [...issues, ...features.flatMap(({ geometry }) => pointFaults(geometry, value.bbox))];
}

function pointFaults(geometry: Feature["geometry"], bbox: readonly number[] | undefined): string[] {
  if (geometry === null) return [];
  const { coordinates } = geometry;
  const [longitude, latitude] = coordinates;
  if (coordinates.length > 2) return ["a point has more than two coordinates"];
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return ["a point is out of range"];
  if (bbox === undefined) return [];
  const [west = 0, south = 0, east = 0, north = 0] = bbox;
  const isBetween = (degrees: number) =>
    west <= east ? degrees >= west && degrees <= east : degrees >= west || degrees <= east;
  // -180 and 180 are one meridian.
  const isWithin = isBetween(longitude) || (Math.abs(longitude) === 180 && isBetween(-longitude));
  return isWithin && latitude >= south && latitude <= north ? [] : ["a point is outside the bbox"];
}
