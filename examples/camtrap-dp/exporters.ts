import { createMemorySource, createRowExporter, csv, ExportRegistry, type Scope } from "vasculum";
import { createArchiveExporter } from "vasculum/dwca";
import { EVENT_FIELDS, INVENTORY_FIELDS, mediaFields, occurrenceFields } from "./fields.js";
import type { CamtrapPackage, Observation } from "./read-package.js";
import { createPackageWriter } from "./write-package.js";
import { type CamtrapEvent, toEvents } from "./to-events.js";

const column = <Name extends keyof Observation>(name: Name) => ({ name, value: (row: Observation) => row[name] });
const COLUMNS = [
  ...[column("observationID"), column("eventID"), column("eventStart"), column("eventEnd"), column("scientificName")],
  ...[column("count"), column("lifeStage"), column("sex"), column("behavior"), column("classifiedBy")],
];

/** The formats of a package. Its name is the id of its project. */
export function createRegistry(camtraps: CamtrapPackage): ExportRegistry {
  const { facts } = camtraps;
  const isOurs = ({ projectId }: Scope) => projectId === facts.name;
  // #region exporters
  const events = toEvents(camtraps);
  const eventSource = createMemorySource(events, { key: ({ id }) => id, inScope: (_, scope) => isOurs(scope) });
  const animalSource = createMemorySource(
    events.flatMap(({ animals }) => animals),
    { key: ({ observationID }) => observationID, inScope: (_, scope) => isOurs(scope) },
  );

  const registry = new ExportRegistry();
  registry.register("animals_csv")(createRowExporter({ source: animalSource, format: csv(COLUMNS) }));
  const itself = (event: CamtrapEvent) => [event];
  const animals = (event: CamtrapEvent) => event.animals;
  const links = (event: CamtrapEvent) => event.links;
  registry.register("events_dwca")(
    createArchiveExporter({
      source: eventSource,
      namespace: "camtrap",
      core: { rowType: "Event", fields: EVENT_FIELDS },
      extensions: [
        { rowType: "Occurrence", rows: animals, fields: occurrenceFields(facts.taxonomic) },
        { rowType: "Multimedia", rows: links, fields: mediaFields(licenseOf(facts, "media")) },
        { rowType: "HumboldtEcologicalInventory", file: "inventory.txt", rows: itself, fields: INVENTORY_FIELDS },
      ],
      metadata: metadataOf(facts),
    }),
  );
  // #endregion
  registry.register("camtrap_dp")(createPackageWriter(camtraps));
  return registry;
}

function metadataOf(facts: CamtrapPackage["facts"]) {
  const holder = facts.contributors.find(({ role }) => role === "rightsHolder") ?? facts.contributors[0];
  return {
    title: facts.title,
    abstract: facts.description,
    license: licenseOf(facts, "data"),
    creators: holder && [{ organizationName: holder.title }],
    updatedAt: facts.created,
  };
}

function licenseOf({ licenses }: CamtrapPackage["facts"], wanted: "data" | "media") {
  const license = licenses.find(({ scope }) => scope === wanted);
  return license?.path ?? license?.name;
}
