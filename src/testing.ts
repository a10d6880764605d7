/**
 * A suite of tests for each contract, and fakes: what a host or an adapter tests itself with.
 *
 * @module vasculum/testing
 */
export type { Fixture, SuiteOptions, TestFunction } from "./testing/contract/contract-test.js";
export {
  authorizerSuite,
  type AuthorizerCase,
  type AuthorizerFixture,
  type AuthorizerSuiteOptions,
} from "./testing/authorizer-suite/authorizer-suite.js";
export {
  dataSourceSuite,
  type DataSourceFixture,
  type DataSourceRow,
  type DataSourceSuiteOptions,
  type MappedSuiteOptions,
} from "./testing/data-source-suite/data-source-suite.js";
export {
  exporterSuite,
  type ExporterCase,
  type ExporterFixture,
  type ExporterSuiteOptions,
} from "./testing/exporter-suite/exporter-suite.js";
export {
  filterBackendSuite,
  type FilterFixture,
  type FilterSuiteOptions,
} from "./testing/filter-backend-suite/filter-backend-suite.js";
export {
  occurrenceSourceSuite,
  type OccurrenceSourceSuiteOptions,
} from "./testing/occurrence-source-suite/occurrence-source-suite.js";
export type { OccurrenceSourceFixture } from "./testing/occurrence-source-suite/occurrence-source-fixture.js";
export { OCCURRENCE_ADDITION, OCCURRENCE_FIXTURE } from "./testing/occurrence-source-suite/occurrence-fixture.js";
export {
  progressSuite,
  type ProgressFixture,
  type ProgressSuiteOptions,
} from "./testing/progress-suite/progress-suite.js";
export { runnerSuite, type RunnerFixture, type RunnerSuiteOptions } from "./testing/runner-suite/runner-suite.js";
export {
  sensitivityLeakSuite,
  type SensitivitySuiteOptions,
} from "./testing/sensitivity-suite/sensitivity-leak-suite.js";
export type { SensitiveSecrets, SensitivityFixture } from "./testing/sensitivity-suite/sensitivity-fixture.js";
export {
  SENSITIVE_FILTERS,
  SENSITIVE_PLACE_FILTERS,
  SENSITIVE_RECORDS,
  SENSITIVE_TAXON,
  sensitiveSecrets,
} from "./testing/sensitivity-suite/sensitive-records.js";
export { storageSuite, type StorageSuiteOptions } from "./testing/storage-suite/storage-suite.js";
export type { StorageFixture } from "./testing/storage-suite/storage-fixture.js";
export { storeSuite, type StoreSuiteOptions } from "./testing/store-suite/store-suite.js";
export type { StoreFixture } from "./testing/store-suite/store-fixture.js";
export { createNewExport } from "./testing/fakes/create-new-export.js";
export { createFakeClock, type FakeClock } from "./testing/fakes/fake-clock.js";
export {
  createFaultPlan,
  PlannedFault,
  type Fault,
  type FaultPlan,
  type FaultPlanOptions,
} from "./testing/fakes/fault-plan.js";
export { faulty, type FaultyOptions } from "./testing/fakes/faulty.js";
export { createFileBody, createStalledBody, type StalledBody } from "./testing/fakes/file-body.js";
export { createSlowStorage, type SlowStorageOptions } from "./testing/fakes/slow-storage.js";
export {
  createRecordingReporter,
  type RecordingReporter,
  type ReportedStage,
} from "./testing/fakes/recording-reporter.js";
export { testExporter, type TestedExport, type TestExporterOptions } from "./testing/test-exporter/test-exporter.js";
export type { TestableExporterClass } from "./testing/test-exporter/observed-exporter.js";
