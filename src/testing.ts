export type { Fixture, SuiteOptions, TestFunction } from "./testing/contract-test.js";
export { authorizerSuite, type AuthorizerCase, type AuthorizerFixture, type AuthorizerSuiteOptions } from "./testing/authorizer-suite.js";
export { dataSourceSuite, type DataSourceFixture, type DataSourceRow, type DataSourceSuiteOptions } from "./testing/data-source-suite.js";
export { exporterSuite, type ExporterCase, type ExporterFixture, type ExporterSuiteOptions } from "./testing/exporter-suite.js";
export { filterBackendSuite, type FilterFixture, type FilterSuiteOptions } from "./testing/filter-backend-suite.js";
export {
  occurrenceSourceSuite,
  type OccurrenceSourceFixture,
  type OccurrenceSourceSuiteOptions,
} from "./testing/occurrence-source-suite.js";
export { OCCURRENCE_ADDITION, OCCURRENCE_FIXTURE } from "./testing/occurrence-fixture.js";
export { progressSuite, type ProgressFixture, type ProgressSuiteOptions } from "./testing/progress-suite.js";
export { runnerSuite, type RunnerFixture, type RunnerSuiteOptions } from "./testing/runner-suite.js";
export { storageSuite, type StorageFixture, type StorageSuiteOptions } from "./testing/storage-suite.js";
export { storeSuite, type StoreFixture, type StoreSuiteOptions } from "./testing/store-suite.js";
export { createExportFacts } from "./testing/export-facts.js";
export { createFakeClock, type FakeClock } from "./testing/fake-clock.js";
export { createFaultPlan, PlannedFault, type Fault, type FaultPlan, type FaultPlanOptions } from "./testing/fault-plan.js";
export { faulty, type FaultyOptions } from "./testing/faulty.js";
export { createFileBody, createStalledBody, type StalledBody } from "./testing/file-body.js";
export { createSlowStorage, type SlowStorageOptions } from "./testing/slow-storage.js";
export { createRecordingReporter, type RecordingReporter, type ReportedStage } from "./testing/recording-reporter.js";
export { testExporter, type TestedExport, type TestExporterOptions } from "./testing/test-exporter.js";
export type { TestableExporterClass } from "./testing/test-exporter/observed-exporter.js";
