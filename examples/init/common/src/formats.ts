import { createRowExporter, csv, type DataSource, ExportRegistry, json } from "vasculum";
import { createArchiveExporter } from "vasculum/dwca";
import { metadata, occurrences } from "./archive.js";

/** A row as the source gives it. */
export interface Sighting {
  readonly id: number;
  readonly seen_on: string;
  readonly species: string;
  readonly individuals: number | null;
}

/** The columns of CSV and JSON. */
const columns = [
  { name: "id", value: ({ id }: Sighting) => id },
  { name: "seen_on", value: ({ seen_on }: Sighting) => seen_on },
  { name: "species", value: ({ species }: Sighting) => species },
  { name: "individuals", value: ({ individuals }: Sighting) => individuals },
];

/** The formats that clients may ask for, by their keys. */
export function createRegistry<Query>(source: DataSource<Sighting, Query>): ExportRegistry {
  const registry = new ExportRegistry();
  registry.register("sightings_csv")(createRowExporter({ source, format: csv(columns) }));
  registry.register("sightings_json")(createRowExporter({ source, format: json(columns) }));
  registry.register("sightings_dwca")(createArchiveExporter({ source, core: occurrences, metadata }));
  return registry;
}
