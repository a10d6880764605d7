import { urn } from "vasculum/dwca";
import type { MediaLink } from "./link-media.js";
import type { CamtrapPackage, Observation } from "./read-package.js";
import type { CamtrapEvent } from "./to-events.js";

type Cell = string | number | boolean | null | undefined;
const field = <Row>(term: string, value: (row: Row) => Cell) => ({ term, value });

export const EVENT_FIELDS = [
  field<CamtrapEvent>("dwc:eventID", ({ id }) => urn("camtrap", "event", id)),
  field<CamtrapEvent>("dwc:eventDate", ({ start, end }) => (start === end ? start : `${start}/${end}`)),
  field<CamtrapEvent>("dwc:samplingProtocol", () => "camera trap"),
  field<CamtrapEvent>("dwc:eventRemarks", remarkOn),
  field<CamtrapEvent>("dwc:locationID", ({ deployment }) => deployment?.locationID),
  field<CamtrapEvent>("dwc:locality", ({ deployment }) => deployment?.locationName),
  field<CamtrapEvent>("dwc:decimalLatitude", ({ deployment }) => deployment?.latitude),
  field<CamtrapEvent>("dwc:decimalLongitude", ({ deployment }) => deployment?.longitude),
  field<CamtrapEvent>("dwc:coordinateUncertaintyInMeters", ({ deployment }) => deployment?.coordinateUncertainty),
  field<CamtrapEvent>("dwc:geodeticDatum", () => "EPSG:4326"),
];

/** Says of each event whether it was looked at and nothing was found: true for blank ones alone. */
export const INVENTORY_FIELDS = [
  field<CamtrapEvent>("eco:isAbsenceReported", ({ isBlank }) => isBlank),
  field<CamtrapEvent>("eco:absentTaxa", ({ isBlank }) => (isBlank ? "Animalia" : null)),
];

function remarkOn({ animals, isBlank }: CamtrapEvent): string | null {
  if (animals.length > 0) return null;
  return isBlank ? "No animal was there." : "No observation of the whole event says whether an animal was there.";
}

/** @param taxa - the package's, for ranks and English names. */
export function occurrenceFields(taxa: CamtrapPackage["facts"]["taxonomic"]) {
  const taxonOf = new Map(taxa.map((taxon) => [taxon.scientificName, taxon]));
  return [
    field<Observation>("dwc:occurrenceID", ({ observationID }) => urn("camtrap", "occurrence", observationID)),
    field<Observation>("dwc:basisOfRecord", ({ classificationMethod }) =>
      classificationMethod === "human" ? "HumanObservation" : "MachineObservation",
    ),
    field<Observation>("dwc:occurrenceStatus", () => "present"),
    field<Observation>("dwc:scientificName", ({ scientificName }) => scientificName),
    field<Observation>("dwc:taxonRank", ({ scientificName }) => taxonOf.get(scientificName ?? "")?.taxonRank),
    field<Observation>(
      "dwc:vernacularName",
      ({ scientificName }) => taxonOf.get(scientificName ?? "")?.vernacularNames.eng,
    ),
    field<Observation>("dwc:individualCount", ({ count }) => count),
    field<Observation>("dwc:sex", ({ sex }) => sex),
    field<Observation>("dwc:lifeStage", ({ lifeStage }) => lifeStage),
    field<Observation>("dwc:behavior", ({ behavior }) => behavior),
    field<Observation>("dwc:identifiedBy", ({ classifiedBy }) => classifiedBy),
    field<Observation>("dwc:dateIdentified", ({ classificationTimestamp }) => classificationTimestamp),
    field<Observation>("dwc:occurrenceRemarks", ({ observationComments }) => observationComments),
  ];
}

const TYPES: Readonly<Record<string, string>> = { image: "StillImage", video: "MovingImage", audio: "Sound" };

/** @param license - of the media, which may differ from that of the data. */
export const mediaFields = (license: string | undefined) => [
  field<MediaLink>("dcterms:type", ({ fileMediatype }) => TYPES[fileMediatype.split("/")[0] ?? ""]),
  field<MediaLink>("dcterms:format", ({ fileMediatype }) => fileMediatype),
  field<MediaLink>("dcterms:identifier", ({ url }) => url),
  field<MediaLink>("dcterms:created", ({ timestamp }) => timestamp),
  field<MediaLink>("dcterms:license", () => license),
];
