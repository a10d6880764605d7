import { NAMESPACES } from "../../values/namespaces.js";
import { EVENT_TERMS, listed, type Names } from "./event-terms.js";

/** The facts in GBIF's definition of a row type. */
export interface RowTypeDefinition {
  readonly rowType: string;
  /** IRIs of the terms that each row must have. */
  readonly required: readonly string[];
  /** IRIs of the terms that belong to the row type; null where they are not listed here, and are not checked. */
  readonly terms: ReadonlySet<string> | null;
}

const definition = (rowType: string, terms: readonly string[] | null, required: Names = {}): RowTypeDefinition =>
  Object.freeze({ rowType, required: listed(required), terms: terms === null ? null : new Set(terms) });

const { dwc, dcterms, dc, eco, obis, ac, gbif } = NAMESPACES;

/** The row types that GBIF has registered, after its definitions of 2025 and 2026. */
export const ROW_TYPES: readonly RowTypeDefinition[] = Object.freeze([
  definition(
    `${dwc}Identification`,
    listed({
      [dwc]: `identificationID verbatimIdentification identificationQualifier typeStatus identifiedBy identifiedByID
      dateIdentified identificationReferences identificationVerificationStatus identificationRemarks taxonID
      scientificNameID acceptedNameUsageID parentNameUsageID originalNameUsageID nameAccordingToID
      namePublishedInID taxonConceptID scientificName acceptedNameUsage parentNameUsage originalNameUsage
      nameAccordingTo namePublishedIn namePublishedInYear higherClassification kingdom phylum class order
      superfamily family subfamily tribe subtribe genus genericName subgenus infragenericEpithet specificEpithet
      infraspecificEpithet cultivarEpithet taxonRank verbatimTaxonRank scientificNameAuthorship vernacularName
      nomenclaturalCode taxonomicStatus nomenclaturalStatus taxonRemarks`,
    }),
  ),
  definition(
    `${dwc}MeasurementOrFact`,
    listed({
      [dwc]: `measurementID parentMeasurementID measurementType verbatimMeasurementType measurementValue
      measurementAccuracy measurementUnit measurementDeterminedBy measurementDeterminedDate measurementMethod
      measurementRemarks`,
    }),
    {
      [dwc]: `measurementType`,
    },
  ),
  definition(
    `${dwc}ResourceRelationship`,
    listed({
      [dwc]: `resourceRelationshipID resourceID relationshipOfResourceID relatedResourceID relationshipOfResource
      relationshipAccordingTo relationshipEstablishedDate relationshipRemarks`,
    }),
    {
      [dwc]: `resourceID relatedResourceID`,
    },
  ),
  definition(
    `${obis}ExtendedMeasurementOrFact`,
    listed({
      [dwc]: `measurementID occurrenceID measurementType measurementValue measurementAccuracy measurementUnit
      measurementDeterminedDate measurementDeterminedBy measurementMethod measurementRemarks`,
      [obis]: `measurementTypeID measurementValueID measurementUnitID`,
    }),
  ),
  definition(
    `${eco}Event`,
    listed({
      [eco]: `siteCount siteNestingDescription verbatimSiteDescriptions verbatimSiteNames geospatialScopeAreaValue
      geospatialScopeAreaUnit totalAreaSampledValue totalAreaSampledUnit reportedWeather
      reportedExtremeConditions targetHabitatScope excludedHabitatScope eventDurationValue eventDurationUnit
      targetTaxonomicScope excludedTaxonomicScope taxonCompletenessReported taxonCompletenessProtocols
      isTaxonomicScopeFullyReported isAbsenceReported absentTaxa hasNonTargetTaxa nonTargetTaxa
      areNonTargetTaxaFullyReported targetLifeStageScope excludedLifeStageScope isLifeStageScopeFullyReported
      targetDegreeOfEstablishmentScope excludedDegreeOfEstablishmentScope
      isDegreeOfEstablishmentScopeFullyReported targetGrowthFormScope excludedGrowthFormScope
      isGrowthFormScopeFullyReported hasNonTargetOrganisms verbatimTargetScope compilationTypes
      compilationSourceTypes inventoryTypes protocolNames protocolDescriptions protocolReferences
      isAbundanceReported isAbundanceCapReported abundanceCap isVegetationCoverReported
      isLeastSpecificTargetCategoryQuantityInclusive hasVouchers voucherInstitutions hasMaterialSamples
      materialSampleTypes samplingPerformedBy isSamplingEffortReported samplingEffortProtocol
      samplingEffortValue samplingEffortUnit`,
      [dwc]: `identifiedBy identificationReferences`,
    }),
  ),
  definition(
    `${ac}Multimedia`,
    listed({
      [dcterms]: `identifier type title modified available rights source creator description language temporal format`,
      [dc]: `type rights source creator language format`,
      [ac]: `subtypeLiteral subtype metadataLanguageLiteral metadataLanguage providerManagedID commenterLiteral
      commenter comments reviewerLiteral reviewer reviewerComments hasServiceAccessPoint licenseLogoURL
      attributionLogoURL attributionLinkURL fundingAttribution providerLiteral provider metadataCreatorLiteral
      metadataCreator metadataProviderLiteral metadataProvider caption physicalSetting subjectCategoryVocabulary
      tag freqHigh freqLow timeOfDay taxonCoverage otherScientificName taxonCount subjectPart subjectPartLiteral
      subjectOrientation subjectOrientationLiteral digitizationDate captureDevice resourceCreationTechnique
      frameRate IDofContainingCollection relatedResourceID providerID derivedFrom associatedSpecimenReference
      associatedObservationReference accessURI variantLiteral variant variantDescription furtherInformationURL
      licensingException serviceExpectation hashFunction hashValue hasROI isROIOf xFrac yFrac widthFrac
      heightFrac radius startTime endTime startTimestamp endTimestamp mediaDuration mediaSpeed`,
      "http://ns.adobe.com/xap/1.0/": `MetadataDate Rating CreateDate`,
      "http://ns.adobe.com/xap/1.0/rights/": `Owner UsageTerms WebStatement`,
      "http://ns.adobe.com/photoshop/1.0/": `Credit`,
      "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": `CVterm LocationShown WorldRegion CountryCode CountryName ProvinceState City Sublocation LocationCreated`,
      [dwc]: `continent coordinatePrecision coordinateUncertaintyInMeters country countryCode county decimalLatitude
      decimalLongitude footprintSpatialFit footprintSRS footprintWKT geodeticDatum georeferencedBy
      georeferenceProtocol georeferenceRemarks georeferenceSources georeferenceVerificationStatus
      higherGeography higherGeographyID island islandGroup locality locationAccordingTo locationID
      locationRemarks maximumDepthInMeters maximumDistanceAboveSurfaceInMeters maximumElevationInMeters
      minimumDepthInMeters minimumDistanceAboveSurfaceInMeters minimumElevationInMeters municipality
      pointRadiusSpatialFit stateProvince verbatimCoordinates verbatimCoordinateSystem verbatimElevation
      verbatimLatitude verbatimLocality verbatimLongitude verbatimSRS waterBody scientificName
      identificationQualifier vernacularName nameAccordingTo scientificNameID identifiedBy dateIdentified sex
      lifeStage preparations`,
      "http://purl.org/ontology/mo/": `sample_rate`,
      "http://ns.adobe.com/exif/1.0/": `PixelXDimension PixelYDimension`,
    }),
    {
      [dcterms]: `identifier`,
    },
  ),
  definition(
    `${gbif}SpeciesProfile`,
    listed({
      [gbif]: `isMarine isFreshwater isTerrestrial isInvasive isHybrid isExtinct livingPeriod ageInDays sizeInMillimeters
      massInGrams lifeForm`,
      [dwc]: `habitat sex datasetID`,
      [dcterms]: `source`,
    }),
  ),
  definition(
    `${gbif}Multimedia`,
    listed({
      [dcterms]: `type format identifier references title description created creator contributor publisher audience source
      license rightsHolder`,
      [dwc]: `datasetID`,
    }),
  ),
  definition(
    `${gbif}Distribution`,
    listed({
      [dwc]: `locationID locality countryCode lifeStage occurrenceStatus establishmentMeans degreeOfEstablishment
      pathway eventDate startDayOfYear endDayOfYear occurrenceRemarks datasetID`,
      "http://iucn.org/terms/": `threatStatus`,
      [gbif]: `appendixCITES`,
      [dcterms]: `source`,
    }),
  ),
  definition(
    `${gbif}TypesAndSpecimen`,
    listed({
      [dwc]: `typeStatus scientificName taxonRank occurrenceID institutionCode institutionID collectionCode collectionID
      catalogNumber locality sex recordedBy verbatimEventDate verbatimLongitude verbatimLatitude datasetID`,
      [gbif]: `typeDesignationType typeDesignatedBy verbatimLabel`,
      [dcterms]: `bibliographicCitation source`,
    }),
  ),
  definition(
    `${gbif}Description`,
    listed({
      [dcterms]: `description type source language created creator contributor audience license rightsHolder`,
      [dwc]: `datasetID`,
    }),
    {
      [dcterms]: `description type`,
    },
  ),
  definition(
    `${gbif}Identifier`,
    listed({
      [dcterms]: `identifier title subject format`,
      [dwc]: `datasetID`,
    }),
    {
      [dcterms]: `identifier`,
    },
  ),
  definition(
    `${gbif}Reference`,
    listed({
      [dcterms]: `identifier bibliographicCitation title creator date source description subject language rights type`,
      [dwc]: `taxonRemarks datasetID`,
    }),
  ),
  definition(
    `${gbif}Image`,
    listed({
      [dcterms]: `identifier references title description spatial format created creator contributor publisher audience
      license rightsHolder`,
      "http://www.w3.org/2003/01/geo/wgs84_pos#": `latitude longitude`,
      [dwc]: `datasetID`,
    }),
    {
      [dcterms]: `identifier`,
    },
  ),
  definition(
    `${gbif}VernacularName`,
    listed({
      [dwc]: `vernacularName locationID locality countryCode sex lifeStage taxonRemarks datasetID`,
      [dcterms]: `source language temporal`,
      [gbif]: `isPlural isPreferredName organismPart`,
    }),
    {
      [dwc]: `vernacularName`,
    },
  ),
  definition(
    `${dwc}Occurrence`,
    [
      ...EVENT_TERMS,
      ...listed({
        [dwc]: `feedbackURL collectionID collectionCode basisOfRecord occurrenceID catalogNumber recordNumber recordedBy
      recordedByID individualCount organismQuantity organismQuantityType sex lifeStage reproductiveCondition
      caste behavior vitality establishmentMeans degreeOfEstablishment pathway georeferenceVerificationStatus
      occurrenceStatus associatedMedia associatedOccurrences associatedReferences associatedTaxa
      otherCatalogNumbers occurrenceRemarks organismID organismName organismScope associatedOrganisms
      previousIdentifications organismRemarks causeOfDeath materialEntityID digitalSpecimenID materialEntityType
      discipline preparations disposition verbatimLabel associatedSequences materialEntityRemarks
      materialSampleID projectTitle projectID fundingAttributionID identificationID verbatimIdentification
      identificationQualifier typeStatus typifiedName identifiedBy identifiedByID dateIdentified
      identificationReferences identificationVerificationStatus identificationRemarks taxonID scientificNameID
      acceptedNameUsageID parentNameUsageID originalNameUsageID nameAccordingToID namePublishedInID
      taxonConceptID scientificName acceptedNameUsage parentNameUsage originalNameUsage nameAccordingTo
      namePublishedIn namePublishedInYear higherClassification kingdom phylum class order superfamily family
      subfamily tribe subtribe genus genericName subgenus infragenericEpithet specificEpithet
      infraspecificEpithet cultivarEpithet taxonRank verbatimTaxonRank scientificNameAuthorship vernacularName
      nomenclaturalCode taxonomicStatus nomenclaturalStatus taxonRemarks`,
        [ac]: `fundingAttribution`,
      }),
    ],
    {
      [dwc]: `basisOfRecord`,
    },
  ),
  definition(
    `${dwc}Taxon`,
    listed({
      [dwc]: `taxonID scientificNameID acceptedNameUsageID parentNameUsageID originalNameUsageID nameAccordingToID
      namePublishedInID taxonConceptID scientificName acceptedNameUsage parentNameUsage originalNameUsage
      nameAccordingTo namePublishedIn namePublishedInYear higherClassification kingdom phylum class order
      superfamily family subfamily tribe subtribe genus genericName subgenus infragenericEpithet specificEpithet
      infraspecificEpithet cultivarEpithet taxonRank verbatimTaxonRank scientificNameAuthorship vernacularName
      nomenclaturalCode taxonomicStatus nomenclaturalStatus taxonRemarks institutionCode institutionID datasetID
      datasetName informationWithheld`,
      [dcterms]: `modified license rightsHolder accessRights bibliographicCitation references`,
      [dc]: `language`,
    }),
  ),
  definition(`${dwc}Event`, EVENT_TERMS),
  definition("http://rs.tdwg.org/chrono/terms/ChronometricAge", null),
  definition("http://eol.org/schema/media/Document", null, {
    [dcterms]: `identifier type`,
    "http://ns.adobe.com/xap/1.0/rights/": `UsageTerms`,
  }),
  definition("http://eol.org/schema/reference/Reference", null, {
    [dcterms]: `identifier`,
  }),
  definition("http://purl.org/germplasm/germplasmTerm#MeasurementScore", null),
  definition("http://purl.org/germplasm/germplasmTerm#GermplasmAccession", null),
  definition("http://purl.org/germplasm/germplasmTerm#MeasurementTrait", null),
  definition("http://purl.org/germplasm/germplasmTerm#MeasurementTrial", null),
  definition("http://data.ggbn.org/schemas/ggbn/terms/Permit", null, {
    "http://data.ggbn.org/schemas/ggbn/terms/": `permitType permitStatus`,
  }),
  definition("http://data.ggbn.org/schemas/ggbn/terms/Preservation", null, {
    "http://data.ggbn.org/schemas/ggbn/terms/": `preservationType`,
  }),
  definition("http://data.ggbn.org/schemas/ggbn/terms/GelImage", null, {
    [dcterms]: `identifier`,
  }),
  definition("http://data.ggbn.org/schemas/ggbn/terms/Preparation", null, {
    "http://data.ggbn.org/schemas/ggbn/terms/": `preparationType preparationDate`,
  }),
  definition("http://data.ggbn.org/schemas/ggbn/terms/Cloning", null),
  definition("http://data.ggbn.org/schemas/ggbn/terms/MaterialSample", null, {
    "http://data.ggbn.org/schemas/ggbn/terms/": `materialSampleType`,
  }),
  definition("http://data.ggbn.org/schemas/ggbn/terms/Amplification", null),
  definition("http://data.ggbn.org/schemas/ggbn/terms/Loan", null),
  definition("http://rs.nordgen.org/dwc/germplasm/0.1/terms/GermplasmSample", null),
  definition(`${gbif}DNADerivedData`, null),
  definition(`${gbif}Releve`, null),
  definition("http://zooarchnet.org/dwc/terms/ChronometricDate", null, {
    "http://zooarchnet.org/dwc/terms/": `chronometricDateID`,
  }),
  definition("http://zooarchnet.org/dwc/terms/ChronometricAge", null, {
    "http://zooarchnet.org/dwc/terms/": `chronometricAgeID`,
  }),
]);
