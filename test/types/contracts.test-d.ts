import { expectTypeOf, test } from "vitest";
import {
  applyFilters,
  createInlineRunner,
  createMemoryStorage,
  createMemoryStore,
  ExportError,
  ExportService,
  getDataInBatches,
  json,
  type Authorizer,
  type ExporterClass,
  type ExportErrorCode,
  type ExportRegistry,
  type ExportStore,
  type FilterBackend,
  type Id,
  type JobRunner,
  type Snapshot,
  type StorageAdapter,
} from "../../src/index.js";
import {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
  type OccurrenceQuery,
  type OccurrenceSource,
} from "../../src/occurrences.js";
import { testExporter, type TestedExport } from "../../src/testing.js";

declare const registry: ExportRegistry;
declare const authorizer: Authorizer;

test("factories give their contract's type, and no more", () => {
  expectTypeOf(createMemoryStorage).returns.toEqualTypeOf<StorageAdapter>();
  expectTypeOf(createMemoryStore).returns.toEqualTypeOf<ExportStore>();
  expectTypeOf(createInlineRunner).returns.toExtend<JobRunner>();
  expectTypeOf(createMemoryOccurrenceSource).returns.toExtend<OccurrenceSource>();
  for (const create of [createCsvExporter, createJsonExporter, createDwcaExporter])
    expectTypeOf(create).returns.toEqualTypeOf<ExporterClass>();
});

test("a service without an authorizer does not compile", () => {
  const parts = { registry, store: createMemoryStore(), storage: createMemoryStorage(), runner: createInlineRunner() };
  new ExportService({ ...parts, authorizer });
  // @ts-expect-error there is no allow-all default
  new ExportService(parts);
});

test("a caught value is an ExportError, with its codes, once it has been tested", () => {
  const caught: unknown = new ExportError("CANCELLED");
  if (ExportError.is(caught)) expectTypeOf(caught.code).toEqualTypeOf<ExportErrorCode>();
  // @ts-expect-error codes are a closed list
  new ExportError("SOMETHING_ELSE");
});

test("filters are applied to the query that they are made for", () => {
  const filters: readonly FilterBackend<OccurrenceQuery>[] = [];
  const query = createMemoryOccurrenceSource({} as never).queryset();
  expectTypeOf(applyFilters(query, {}, filters)).toEqualTypeOf<OccurrenceQuery>();
  // @ts-expect-error a query of another source
  applyFilters<{ readonly year: number }>({ year: 2023 }, {}, filters);
});

test("batches have the rows of their snapshot", () => {
  const snapshot = {} as Snapshot<{ readonly id: Id }, OccurrenceQuery>;
  const query = {} as OccurrenceQuery;
  const { signal } = new AbortController();
  expectTypeOf(getDataInBatches(snapshot, query, signal)).toExtend<AsyncIterable<readonly { readonly id: Id }[]>>();
  // @ts-expect-error a query of another source
  getDataInBatches(snapshot, { year: 2023 }, signal);
});

test("a JSON field reads the rows that there are", () => {
  expectTypeOf(json([{ name: "id", value: ({ id }: { readonly id: Id }) => id }]).encode)
    .parameter(0)
    .toEqualTypeOf<AsyncIterable<readonly { readonly id: Id }[]>>();
});

test("a registered class of any kind can be tested", () => {
  expectTypeOf(testExporter({} as ExporterClass)).toEqualTypeOf<Promise<TestedExport>>();
});
