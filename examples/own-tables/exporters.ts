// #region exporters
import { createFilter, createRowExporter, csv, ExportRegistry, json, type Scope } from "vasculum";
import { createArchiveExporter, urn } from "vasculum/dwca";
import { z } from "zod";
import { organisation, type Sighting, type SightingQuery, type SightingView, source } from "./sightings.js";

const bySpecies = createFilter({
  schema: z.strictObject({ species: z.string().optional() }),
  apply: (query: SightingQuery, { species }) => (species === undefined ? query : query.where("species", "=", species)),
});

const column = <Name extends keyof Sighting>(name: Name) => ({ name, value: (row: Sighting) => row[name] });
const columns = [column("day"), column("place"), column("species"), column("count"), column("sex"), column("note")];

const field = (term: string, value: (row: Sighting) => string | number | null) => ({ term, value });
const visitFields = [
  field("dwc:eventID", ({ visit }) => urn("meadow", "visit", visit)),
  field("dwc:eventDate", ({ day }) => day),
  field("dwc:samplingProtocol", () => "visual count on foot"),
  field("dwc:locality", ({ place }) => place),
  field("dwc:decimalLatitude", ({ latitude }) => latitude),
  field("dwc:decimalLongitude", ({ longitude }) => longitude),
  field("dwc:geodeticDatum", () => "EPSG:4326"),
];
const sightingFields = [
  field("dwc:occurrenceID", ({ id }) => urn("meadow", "sighting", id)),
  field("dwc:basisOfRecord", () => "HumanObservation"),
  field("dwc:occurrenceStatus", () => "present"),
  field("dwc:scientificName", ({ species }) => species),
  field("dwc:individualCount", ({ count }) => count),
  field("dwc:sex", ({ sex }) => sex),
  field("dwc:recordedBy", ({ observer }) => observer),
  field("dwc:occurrenceRemarks", ({ note }) => note),
];
type Photo = Sighting["photos"][number];
const photos = {
  rowType: "Multimedia",
  rows: (row: Sighting) => row.photos,
  fields: [
    { term: "dcterms:identifier", value: ({ url }: Photo) => url },
    { term: "dwc:occurrenceID", value: ({ sighting_id }: Photo) => urn("meadow", "sighting", sighting_id) },
  ],
};
const sightings = { rowType: "Occurrence", rows: (row: Sighting) => [row], fields: sightingFields };

export async function metadata({ scope, snapshot }: { readonly scope: Scope; readonly snapshot: SightingView }) {
  const [club] = await snapshot.select((tables) => organisation(tables, scope));
  const { name = "", about, licence, changed_on: updatedAt } = club ?? {};
  return { title: name, abstract: about, license: licence, creators: [{ organizationName: name }], updatedAt };
}

export const registry = new ExportRegistry();
const shared = { source, filters: [bySpecies] };
registry.register("sightings_csv")(createRowExporter({ ...shared, format: csv(columns) }));
registry.register("sightings_json")(createRowExporter({ ...shared, format: json([...columns, column("photos")]) }));
const occurrences = { rowType: "Occurrence", fields: [...sightingFields, ...visitFields] };
const archive = { ...shared, metadata };
registry.register("sightings_dwca")(createArchiveExporter({ ...archive, core: occurrences, extensions: [photos] }));
const visits = { rowType: "Event", of: (row: Sighting) => row, fields: visitFields }; // rows of one visit share it
registry.register("visits_dwca")(createArchiveExporter({ ...archive, core: visits, extensions: [sightings, photos] }));
// #endregion
