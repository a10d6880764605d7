import { NAMESPACES } from "../../values/namespaces.js";

/** Local names of terms, by their namespaces. */
export type Names = Readonly<Record<string, string>>;

/** The IRIs of terms. */
export const listed = (names: Names): readonly string[] =>
  Object.entries(names).flatMap(([namespace, list]) => (list.match(/\S+/g) ?? []).map((name) => namespace + name));

const { dwc, dcterms, dc } = NAMESPACES;

/** The terms that an event may have: every occurrence may have them too. */
export const EVENT_TERMS: readonly string[] = listed({
  [dc]: `type language`,
  [dcterms]: `modified license rightsHolder accessRights bibliographicCitation references`,
  [dwc]: `institutionID datasetID institutionCode datasetName ownerInstitutionCode informationWithheld
    dataGeneralizations dynamicProperties eventID parentEventID eventType fieldNumber eventDate eventTime
    startDayOfYear endDayOfYear year month day verbatimEventDate habitat samplingProtocol sampleSizeValue
    sampleSizeUnit samplingEffort fieldNotes eventRemarks locationID higherGeographyID higherGeography continent
    waterBody islandGroup island country countryCode stateProvince county municipality locality verbatimLocality
    minimumElevationInMeters maximumElevationInMeters verbatimElevation verticalDatum minimumDepthInMeters
    maximumDepthInMeters verbatimDepth minimumDistanceAboveSurfaceInMeters maximumDistanceAboveSurfaceInMeters
    locationAccordingTo locationRemarks decimalLatitude decimalLongitude geodeticDatum
    coordinateUncertaintyInMeters coordinatePrecision pointRadiusSpatialFit verbatimCoordinates verbatimLatitude
    verbatimLongitude verbatimCoordinateSystem verbatimSRS footprintWKT footprintSRS footprintSpatialFit
    georeferencedBy georeferencedDate georeferenceProtocol georeferenceSources georeferenceRemarks
    geologicalContextID earliestEonOrLowestEonothem latestEonOrHighestEonothem earliestEraOrLowestErathem
    latestEraOrHighestErathem earliestPeriodOrLowestSystem latestPeriodOrHighestSystem
    earliestEpochOrLowestSeries latestEpochOrHighestSeries earliestAgeOrLowestStage latestAgeOrHighestStage
    lowestBiostratigraphicZone highestBiostratigraphicZone lithostratigraphicTerms group formation member bed`,
});
