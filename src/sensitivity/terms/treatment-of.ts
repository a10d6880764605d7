import { termName } from "./term-name.js";

/**
 * The treatment of a cell of a sensitive row.
 * - `public`: it stays. `withheld`: it is empty. `place` and `text`: words stand for it.
 * - `id`: a surrogate stands for it in the mode `detach`. `station`: a surrogate, in the mode `detach` nothing.
 * - `effort`: it is empty in the mode `detach`.
 * - `date`, `month`, `day`, `time`: only as precise as the policy's dates.
 * - `media`: the link of the policy's `mediaUrl`, or nothing. `link`: nothing.
 */
export type Treatment = keyof typeof DWC | keyof typeof OTHERS | "withheld";

const DWC = {
  public:
    "taxonID scientificNameID acceptedNameUsageID parentNameUsageID originalNameUsageID nameAccordingToID namePublishedInID taxonConceptID " +
    "scientificName acceptedNameUsage parentNameUsage originalNameUsage nameAccordingTo namePublishedIn namePublishedInYear " +
    "higherClassification kingdom phylum class order superfamily family subfamily tribe subtribe genus genericName subgenus " +
    "infragenericEpithet specificEpithet infraspecificEpithet cultivarEpithet taxonRank verbatimTaxonRank scientificNameAuthorship " +
    "vernacularName nomenclaturalCode taxonomicStatus nomenclaturalStatus basisOfRecord individualCount organismQuantity " +
    "organismQuantityType sex lifeStage caste vitality establishmentMeans degreeOfEstablishment pathway occurrenceStatus " +
    "identificationQualifier identificationVerificationStatus identifiedBy identifiedByID typeStatus institutionCode institutionID " +
    "ownerInstitutionCode datasetName datasetID geodeticDatum continent country countryCode eventType year",
  latitude: "decimalLatitude",
  longitude: "decimalLongitude",
  uncertainty: "coordinateUncertaintyInMeters",
  place: "locality verbatimLocality higherGeography",
  text: "locationRemarks eventRemarks occurrenceRemarks identificationRemarks taxonRemarks fieldNotes habitat recordedBy behavior",
  station: "locationID",
  id: "eventID parentEventID occurrenceID organismID materialSampleID materialEntityID identificationID",
  effort: "samplingProtocol samplingEffort sampleSizeValue sampleSizeUnit",
  date: "eventDate dateIdentified",
  month: "month",
  day: "day startDayOfYear endDayOfYear",
  time: "eventTime",
  media: "associatedMedia",
  withheldNote: "informationWithheld",
  generalizationNote: "dataGeneralizations",
} as const;

/** Of Dublin Core (`dcterms:` and `dc:`) and Audiovisual Core (`ac:`). */
const OTHERS = {
  public:
    "dcterms:license dcterms:rightsHolder dcterms:accessRights dcterms:type dcterms:format dcterms:language dc:type dc:format",
  text: "dcterms:title dcterms:description dcterms:creator dc:title dc:description dc:creator",
  date: "dcterms:created dcterms:modified dcterms:date dcterms:issued dcterms:available dc:date",
  media: "dcterms:identifier dc:identifier ac:accessURI",
  link: "dcterms:references dcterms:source dc:source ac:furtherInformationURL",
} as const;

/** The treatment of a term. What is not named here is withheld: nothing else of a sensitive row is known to be harmless. */
export function treatmentOf(term: string | undefined): Treatment {
  return TREATMENTS.get(termName(term)) ?? "withheld";
}

const TREATMENTS: ReadonlyMap<string, Treatment> = new Map([
  ...namesOf(DWC).map(([treatment, name]) => [`dwc:${name}`, treatment] as const),
  ...namesOf(OTHERS).map(([treatment, name]) => [name, treatment] as const),
]);

function namesOf<Kind extends string>(terms: { readonly [Name in Kind]: string }): (readonly [Kind, string])[] {
  const kinds = Object.keys(terms) as Kind[]; // the keys of the two lists above
  return kinds.flatMap((kind) => terms[kind].split(" ").map((name) => [kind, name] as const));
}
