import { NAMESPACES } from "../../values/namespaces.js";

/** The content of one namespace: local names of properties and of classes. */
export interface Vocabulary {
  readonly namespace: string;
  readonly properties: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
}

const names = (list: string): ReadonlySet<string> => new Set(list.match(/\S+/g));

const vocabulary = (namespace: string, classes: string, properties: string): Vocabulary =>
  Object.freeze({ namespace, classes: names(classes), properties: names(properties) });

/**
 * Every term of the listed namespaces: Darwin Core (version of 2026-05-26, deprecated terms included), Humboldt, and what GBIF's
 * registered extensions and its term library use of the others.
 */
export const VOCABULARIES: readonly Vocabulary[] = Object.freeze([
  vocabulary(
    NAMESPACES.dwc,
    `Assertion Dataset Event EventAttribute EventMeasurement FossilSpecimen GeologicalContext HumanObservation
      Identification LivingSpecimen MachineObservation MaterialCitation MaterialEntity MaterialSample MeasurementOrFact
      MolecularProtocol NucleotideAnalysis NucleotideSequence Occurrence OccurrenceMeasurement Organism OrganismInteraction
      PreservedSpecimen Protocol Provenance ResourceRelationship Sample SampleAttribute SamplingEvent SamplingLocation Taxon
      UsagePolicy`,
    `AcceptedTaxon AcceptedTaxonID AccessConstraints CatalogNumberNumeric DwCType EarliestDateCollected EndTimeOfDay
      EventAttributeAccuracy EventAttributeDeterminedBy EventAttributeDeterminedDate EventAttributeID EventAttributeRemarks
      EventAttributeType EventAttributeUnit EventAttributeValue Generalizations HigherTaxon HigherTaxonID
      LatestDateCollected PreviousIdentifications RelatedBasisOfRecord SampleAttributeAccuracy SampleAttributeDeterminedBy
      SampleAttributeDeterminedDate SampleAttributeRemarks SampleAttributeUnit SampleAttributeValue SampleRemarks
      SamplingAttributeID SamplingAttributeType SamplingEventAttributes SamplingEventID SamplingEventRemarks
      SamplingLocationID SamplingLocationRemarks StartTimeOfDay TaxonID acceptedNameUsage acceptedNameUsageID
      acceptedScientificName acceptedScientificNameID acceptedTaxonID acceptedTaxonName acceptedTaxonNameID accordingTo
      accuracy agentID agentRemarks agentRoleOrder agentType assayType assertionBy assertionEffectiveDate assertionError
      assertionID assertionMadeDate assertionProtocols assertionReferences assertionRemarks assertionType assertionUnit
      assertionValue associatedMedia associatedOccurrences associatedOrganisms associatedReferences associatedSequences
      associatedTaxa basionym basionymID basisOfRecord bed behavior binomial caste catalogNumber causeOfDeath class
      collectionCode collectionID continent coordinatePrecision coordinateUncertaintyInMeters country countryCode county
      cultivarEpithet dataGeneralizations datasetID datasetName dateIdentified day decimalLatitude decimalLongitude
      degreeOfEstablishment digitalSpecimenID discipline disposition dynamicProperties earliestAgeOrLowestStage
      earliestEonOrLowestEonothem earliestEpochOrLowestSeries earliestEraOrLowestErathem earliestPeriodOrLowestSystem
      endDayOfYear establishmentMeans eventAttributes eventCategory eventDate eventID eventMeasurementAccuracy
      eventMeasurementDeterminedBy eventMeasurementDeterminedDate eventMeasurementID eventMeasurementRemarks
      eventMeasurementType eventMeasurementUnit eventMeasurementValue eventRemarks eventTime eventType family feedbackURL
      fieldNotes fieldNumber footprintSRS footprintSpatialFit footprintWKT formation fundingAttribution fundingAttributionID
      genericName genus geodeticDatum geologicalContextID georeferenceProtocol georeferenceRemarks georeferenceSources
      georeferenceVerificationStatus georeferencedBy georeferencedDate group habitat higherClassification higherGeography
      higherGeographyID higherTaxonName higherTaxonNameID higherTaxonconceptID highestBiostratigraphicZone
      identificationAttributes identificationID identificationQualifier identificationReferences identificationRemarks
      identificationType identificationVerificationStatus identifiedBy identifiedByID individualCount individualID
      informationWithheld infragenericEpithet infraspecificEpithet institutionCode institutionID isAcceptedIdentification
      island islandGroup kingdom latestAgeOrHighestStage latestEonOrHighestEonothem latestEpochOrHighestSeries
      latestEraOrHighestErathem latestPeriodOrHighestSystem lifeStage lithostratigraphicTerms locality locationAccordingTo
      locationAttributes locationID locationRemarks lowestBiostratigraphicZone materialEntityCategory materialEntityID
      materialEntityRemarks materialEntityType materialSampleID maximumDepthInMeters maximumDistanceAboveSurfaceInMeters
      maximumElevationInMeters measurementAccuracy measurementDeterminedBy measurementDeterminedDate measurementID
      measurementMethod measurementRemarks measurementType measurementUnit measurementValue member minimumDepthInMeters
      minimumDistanceAboveSurfaceInMeters minimumElevationInMeters molecularProtocolID month municipality nameAccordingTo
      nameAccordingToID namePublicationID namePublishedIn namePublishedInID namePublishedInYear nomenclaturalCode
      nomenclaturalStatus nucleotideSequenceRemarks objectQuantity objectQuantityType occurrenceAttributes occurrenceDetails
      occurrenceID occurrenceMeasurementAccuracy occurrenceMeasurementDeterminedBy occurrenceMeasurementDeterminedDate
      occurrenceMeasurementID occurrenceMeasurementRemarks occurrenceMeasurementType occurrenceMeasurementUnit
      occurrenceMeasurementValue occurrenceRemarks occurrenceStatus order organismID organismInteractionDescription
      organismInteractionID organismInteractionType organismName organismQuantity organismQuantityType organismRemarks
      organismScope originalNameUsage originalNameUsageID otherCatalogNumbers ownerInstitutionCode parentEventID
      parentMeasurementID parentNameUsage parentNameUsageID pathway phylum pointRadiusSpatialFit
      preferredSpatialRepresentation preparations previousIdentifications processedTotalReadCount projectID projectTitle
      protocolDescription protocolID protocolReferences protocolRemarks protocolType readCount recordNumber recordedBy
      recordedByID referenceID referenceRemarks referenceType relatedResourceID relatedResourceType relationshipAccordingTo
      relationshipEstablishedDate relationshipOfResource relationshipOfResourceID relationshipRemarks reproductiveCondition
      resourceID resourceRelationshipID sampleSizeUnit sampleSizeValue sampledSubstrateCategory sampledSubstrateLayer
      samplingEffort samplingProtocol scientificName scientificNameAuthorship scientificNameID scientificNameRank sequence
      sex siteNumber specificEpithet startDayOfYear stateProvince subfamily subgenus subtribe superfamily taxonAccordingTo
      taxonAttributes taxonConceptID taxonFormula taxonID taxonNameID taxonRank taxonRemarks taxonomicStatus tribe
      typeOfType typeStatus typifiedName verbatimAssertionType verbatimCoordinateSystem verbatimCoordinates verbatimDepth
      verbatimElevation verbatimEventDate verbatimIdentification verbatimLabel verbatimLatitude verbatimLocality
      verbatimLongitude verbatimMeasurementType verbatimSRS verbatimScientificNameRank verbatimTaxonRank vernacularName
      verticalDatum vitality waterBody year`,
  ),
  vocabulary(
    NAMESPACES.dcterms,
    `Agent BibliographicResource Location`,
    `abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available
      bibliographicCitation conformsTo contributor coverage created creator date dateAccepted dateCopyrighted dateSubmitted
      description disposition educationLevel extent format hasFormat hasPart hasVersion identifier instructionalMethod
      isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language license mediator medium
      modified provenance publisher references relation replaces requires rights rightsHolder source spatial subject
      tableOfContents temporal title type valid`,
  ),
  vocabulary(
    NAMESPACES.dc,
    ``,
    `contributor coverage creator date description format identifier language publisher relation rights source subject
      title type`,
  ),
  vocabulary(
    NAMESPACES.eco,
    `Event`,
    `absentTaxa abundanceCap areNonTargetTaxaFullyReported compilationSourceTypes compilationTypes eventDurationUnit
      eventDurationValue excludedDegreeOfEstablishmentScope excludedGrowthFormScope excludedHabitatScope
      excludedLifeStageScope excludedTaxonomicScope geospatialScopeAreaUnit geospatialScopeAreaValue hasMaterialSamples
      hasNonTargetOrganisms hasNonTargetTaxa hasVouchers identificationReferences identifiedBy inventoryTypes
      isAbsenceReported isAbundanceCapReported isAbundanceReported isDegreeOfEstablishmentScopeFullyReported
      isGrowthFormScopeFullyReported isLeastSpecificTargetCategoryQuantityInclusive isLifeStageScopeFullyReported
      isSamplingEffortReported isTaxonomicScopeFullyReported isVegetationCoverReported materialSampleTypes nonTargetTaxa
      protocolDescriptions protocolNames protocolReferences reportedExtremeConditions reportedWeather samplingEffortProtocol
      samplingEffortUnit samplingEffortValue samplingPerformedBy siteCount siteNestingDescription
      targetDegreeOfEstablishmentScope targetGrowthFormScope targetHabitatScope targetLifeStageScope targetTaxonomicScope
      taxonCompletenessProtocols taxonCompletenessReported totalAreaSampledUnit totalAreaSampledValue
      verbatimSiteDescriptions verbatimSiteNames verbatimTargetScope voucherInstitutions`,
  ),
  vocabulary(NAMESPACES.obis, `ExtendedMeasurementOrFact`, `measurementTypeID measurementUnitID measurementValueID`),
  vocabulary(
    NAMESPACES.ac,
    `Media Multimedia RegionOfInterest ServiceAccessPoint`,
    `IDofContainingCollection accessURI associatedObservationReference associatedSpecimenReference attributionLinkURL
      attributionLogoURL caption captureDevice commenter commenterLiteral comments derivedFrom digitizationDate endTime
      endTimestamp frameRate freqHigh freqLow fundingAttribution furtherInformationURL hasROI hasServiceAccessPoint
      hashFunction hashValue heightFrac isROIOf licenseLogoURL licensingException mediaDuration mediaSpeed metadataCreator
      metadataCreatorLiteral metadataLanguage metadataLanguageLiteral metadataProvider metadataProviderLiteral
      otherScientificName physicalSetting provider providerID providerLiteral providerManagedID radius relatedResourceID
      resourceCreationTechnique reviewer reviewerComments reviewerLiteral serviceExpectation startTime startTimestamp
      subjectCategoryVocabulary subjectOrientation subjectOrientationLiteral subjectPart subjectPartLiteral subtype
      subtypeLiteral tag taxonCount taxonCoverage timeOfDay variant variantDescription variantLiteral widthFrac xFrac yFrac`,
  ),
  vocabulary(
    NAMESPACES.gbif,
    `DNADerivedData Description Distribution Humboldt Identifier Image Multimedia Reference Releve SpeciesProfile
      TypesAndSpecimen VernacularName`,
    `acceptedScientificName acceptedTaxonKey ageInDays appendixCITES aspect biostratigraphy canonicalName checklistKey
      classKey coordinateAccuracy coverAlgaeInPercentage coverCryptogamsInPercentage coverHerbsInPercentage
      coverLichensInPercentage coverLitterInPercentage coverMossesInPercentage coverRockInPercentage coverShrubsInPercentage
      coverTotalInPercentage coverTreesInPercentage coverWaterInPercentage datasetKey depth depthAccuracy
      distanceAboveSurface distanceAboveSurfaceAccuracy distanceFromCentroidInMeters dnaSequenceID elevation
      elevationAccuracy familyKey gbifID gbifRegion genusKey geologicalTime hasCoordinate hasGeospatialIssues
      herbLayerHeightInCentimeters inclinationInDegrees infraspecificMarker isExtinct isFreshwater isHybrid isInvasive
      isMarine isPlural isPreferredName isSequenced isTerrestrial issue kingdomKey lastCrawled lastInterpreted lastParsed
      lichensIdentified lifeForm lithostratigraphy livingPeriod massInGrams mediaType mossesIdentified nameType
      nonTaxonomicIssue numberOfOccurrences orderKey organismPart phylumKey project projectId protocol publishedByGbifRegion
      publishingCountry relativeOrganismQuantity repatriated shrubLayerHeightInMeters sizeInMillimeters species speciesKey
      subfamilyKey subgenusKey subtribeKey superfamilyKey syntaxonName taxonKey taxonomicIssue treeLayerHeightInMeters
      tribeKey typeDesignatedBy typeDesignationType typifiedName verbatimLabel verbatimScientificName`,
  ),
]);
