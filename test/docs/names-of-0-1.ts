/** What each door of 0.1.0 exported. A name that has left its door stands on the page about upgrades. */
export const NAMES_OF_0_1: Readonly<Record<string, string>> = {
  antenna: `
    AntennaSourceOptions createAntennaSource`,
  bullmq: `
    BullMqJobLike BullMqJobOptions BullMqQueueLike BullMqRunnerOptions BullMqWorkerLike createBullMqRunner
    QueueWorkerOptions`,
  dwca: `
    ACCEPTED_LICENSES acceptedLicense ArchiveContents ArchiveExtension ArchivePorts checkDwcTables
    createDwcaExporter createDwcTable createOccurrenceExtension createTempFileSpool DatasetMetadataOptions
    DwcaDataset DwcaExporterOptions DwcaFacts dwcaIdentifier DwcaKind DwcColumn DwcField DwcTable DwcTableSpec
    DwcValue EmlCoverage EmlDocument EmlKeywordSet EmlMethods EmlParty EVENT_FIELDS EventField Identified License
    NAMESPACES OCCURRENCE_FIELDS OccurrenceExtension OccurrenceExtensionSpec OccurrenceField Spool Warn
    writeArchive`,
  express: `
    createExpressMiddleware ExportHandlerOptions ExpressMiddleware ExpressRequestLike`,
  index: `
    Actor applyFilters AuthorizationRequest Authorizer BaseExporter ByteRange byteSpan ByteSpan Capture captureUrl
    ChangeOptions Classification ClassifiedDetection CodeFacts createCsvExporter createDwcaExporter
    createExportHandler CreateExportOptions createFileSystemStorage createInlineRunner createJsonExporter
    createMemoryOccurrenceSource createMemorySource createMemoryStorage createMemoryStore CreateOptions
    CreateResult csv CsvColumn CsvExporterOptions CsvOptions CsvValue DatasetProject DataSource DateRangeFilter
    Decision Deployment DerivedFacts deriveFacts Detection DiscardedFile DwcaExporterOptions EncodeOptions
    ErrorDetail EXPORT_ERROR_CODES ExportAction Exporter ExporterClass ExportError ExportErrorCode
    ExportErrorOptions ExportFacts ExportFailure ExportFile ExportHandler ExportHandlerOptions ExportLimits
    ExportOrdering ExportPage ExportPatch ExportRecord ExportRegistry ExportRun ExportService ExportServiceOptions
    ExportSpec ExportStatus ExportStore ExportTimes ExportUser ExportWarning FileBody FilenameFacts
    fileSizeDisplay FileSystemStorageOptions FilterBackend FilterContext FilterResolution FilterRules FormatFacts
    generateFilename getDataInBatches Id Identification InlineRunnerOptions JobProgress JobRecord JobRunner
    JobStage JobState json JsonExporterOptions JsonField JsonObject JsonValue LinkOptions ListExportsOptions
    ListOptions mediaUrl MemoryOccurrenceSourceOptions MemoryQuery MemorySourceOptions MemoryStorageOptions
    MemoryStoreOptions Named Occurrence OCCURRENCE_QUERYSET OccurrenceCollectionFilter OccurrenceCsvColumn
    OccurrenceCsvColumnOptions occurrenceCsvColumns OccurrenceDataset OccurrenceEvent OccurrenceEvidence
    OccurrenceExporterOptions occurrenceFilterBackends OccurrenceFilterOptions OccurrenceJsonField
    OccurrenceJsonFieldOptions occurrenceJsonFields OccurrenceNeed OccurrenceQuery OccurrenceRestriction
    OccurrenceSnapshot OccurrenceSource OpenExportFileOptions OpenFileOptions OpenOptions Person ProgressReporter
    ProjectFacts ProjectRole projectRoles ProjectRolesOptions Pulse PutOptions Reference ReferenceFilter
    ReferenceFilterOptions ReferenceKind restrict RetryPolicy RowColumn RowErrorListener RowFormat RunJob Scope
    Snapshot StageParam statusLabel StorageAdapter StoredFile Taxon TaxonParent ValueFilter ValueFilterOptions
    verifiedBytes WarningListener WriteGuard`,
  koa: `
    createKoaMiddleware ExportHandlerOptions KoaContextLike KoaMiddleware`,
  kysely: `
    createKyselySource createKyselyStore createPgliteDialect exportStoreMigrations guardMysqlPool guardPool
    KeyColumn KeyValue KyselyRelation KyselyRow KyselySourceOptions KyselyStoreOptions MysqlConnectionLike
    MysqlPoolLike MysqlQueryLike OrderParts PgClientLike PgliteLike PgPoolLike QueryOf RowOf TableNameOptions`,
  "pg-boss": `
    createPgBossRunner PgBossLike PgBossRunnerOptions PgBossSendOptions QueueWorkerOptions`,
  s3: `
    createS3Storage S3ClientLike S3Limits S3StorageOptions`,
  testing: `
    AuthorizerCase AuthorizerFixture authorizerSuite AuthorizerSuiteOptions createExportFacts createFakeClock
    createFaultPlan createFileBody createRecordingReporter createSlowStorage createStalledBody DataSourceFixture
    DataSourceRow dataSourceSuite DataSourceSuiteOptions ExporterCase ExporterFixture exporterSuite
    ExporterSuiteOptions FakeClock Fault FaultPlan FaultPlanOptions faulty FaultyOptions filterBackendSuite
    FilterFixture FilterSuiteOptions Fixture OCCURRENCE_ADDITION OCCURRENCE_FIXTURE OccurrenceSourceFixture
    occurrenceSourceSuite OccurrenceSourceSuiteOptions PlannedFault ProgressFixture progressSuite
    ProgressSuiteOptions RecordingReporter ReportedStage RunnerFixture runnerSuite RunnerSuiteOptions
    SlowStorageOptions StalledBody StorageFixture storageSuite StorageSuiteOptions StoreFixture storeSuite
    StoreSuiteOptions SuiteOptions TestableExporterClass TestedExport testExporter TestExporterOptions
    TestFunction`,
};
