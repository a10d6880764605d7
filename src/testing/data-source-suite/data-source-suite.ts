import assert from "node:assert/strict";
import type { DataSource } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Scope } from "../../contracts/scope.js";
import { assertSame } from "../contract/assert-same.js";
import {
  type ContractTest,
  contractTest,
  needing,
  type Fixture,
  type TestFunction,
} from "../contract/contract-test.js";
import { opening, readRows, type Selection, type SnapshotFixture } from "./snapshot-fixture.js";
import { testSnapshots } from "./snapshots.js";

/** A row of the suite, for the adapter to keep wherever its rows are. */
export interface DataSourceRow {
  /** The order key. */
  readonly id: number;
  /** The scope's `projectId`. */
  readonly project: number;
  readonly name: string;
}

/** The parts that one test of the suite works with. */
export interface DataSourceFixture<Row, Query> {
  /** Of the rows given, ordered by `id`. */
  readonly source: DataSource<Row, Query>;
  /** Adds a row, as another client of the database would. */
  readonly write?: (row: DataSourceRow) => Promise<void>;
}

/**
 * The options of the data source suite. The types of rows and queries are inferred from the source; put `create` before
 * the others.
 */
export interface DataSourceSuiteOptions<Row, Query> {
  readonly test: TestFunction;
  /** Makes a source of exactly these rows for one test; `close` is called when the test has ended, however it ended. */
  readonly create: (
    rows: readonly DataSourceRow[],
  ) => Fixture<DataSourceFixture<Row, Query>> | Promise<Fixture<DataSourceFixture<Row, Query>>>;
  /** The query, narrowed to rows of this name. */
  readonly narrow: (query: Query, name: string) => Query;
  /** `impossible` where no two rows can have one key, as with a primary key; by default `possible`. */
  readonly repeatedKeys?: "possible" | "impossible";
  /** `["write"]` where nobody can write while a snapshot is open: whether it stands still is then `not tested: …`. By default nothing. */
  readonly without?: readonly "write"[];
}

/** The options of the suite for a source whose rows have another shape. */
export interface MappedSuiteOptions<Row, Query> extends DataSourceSuiteOptions<Row, Query> {
  /** Reads the suite's row back from a row of the source. */
  readonly toRow: (row: Row) => DataSourceRow;
}

const SCOPE: Scope = { projectId: 1, userId: 1 };

const ROWS: readonly DataSourceRow[] = [
  { id: 10, project: 1, name: "moth" },
  { id: 9, project: 1, name: '=1+1, "quoted"\r\n\ttab' },
  { id: 2, project: 2, name: "moth" },
  { id: 1, project: 1, name: "Ñandú 🦋" },
  { id: 100, project: 1, name: "" },
  { id: 3, project: 1, name: "it's; -- a 'moth'" },
  { id: 20, project: 1, name: "moth" },
  { id: 21, project: 2, name: "other" },
  { id: 4, project: 1, name: "moth" },
];

/**
 * One test for every promise of {@link DataSource}, made for rows of the suite's own.
 *
 * @example
 * ```ts
 * dataSourceSuite({
 *   test,
 *   create: (rows) => {
 *     const stations: DataSourceRow[] = [...rows];
 *     return { source: createStationSource(stations), write: async (row) => void stations.push(row) };
 *   },
 *   narrow: (query, name) => (station) => query(station) && station.name === name,
 * });
 * ```
 */
export function dataSourceSuite<Row, Query>(options: MappedSuiteOptions<Row, Query>): void;
export function dataSourceSuite<Query>(options: DataSourceSuiteOptions<DataSourceRow, Query>): void;
export function dataSourceSuite<Row, Query>(
  options: MappedSuiteOptions<Row, Query> | DataSourceSuiteOptions<Row & DataSourceRow, Query>,
): void {
  if ("toRow" in options) runSuite(options);
  else runSuite<Row & DataSourceRow, Query>({ ...options, toRow: (row) => row });
}

function runSuite<Row, Query>(options: MappedSuiteOptions<Row, Query>): void {
  const { test, create, narrow, toRow, repeatedKeys = "possible", without } = options;
  const made = async (rows: readonly DataSourceRow[]): Promise<Fixture<NarrowedFixture<Query>>> => {
    const { source, ...fixture } = await create(rows);
    return { ...fixture, source: readingBack(source, toRow), narrow };
  };
  const ofSnapshots = contractTest({ test, create: async () => snapshotFixture(await made(ROWS)) });
  testSnapshots(ofSnapshots, needing(ofSnapshots, "write", { test, without }));
  testQueries(contractTest({ test, create: () => made(ROWS) }));
  if (repeatedKeys === "possible")
    testRepeatedKeys(contractTest({ test, create: () => made([...ROWS, { id: 9, project: 1, name: "moth" }]) }));
}

interface NarrowedFixture<Query> extends DataSourceFixture<DataSourceRow, Query> {
  readonly narrow: (query: Query, name: string) => Query;
}

/** The source, with its rows read back as rows of the suite. */
function readingBack<Row, Query>(
  source: DataSource<Row, Query>,
  toRow: (row: Row) => DataSourceRow,
): DataSource<DataSourceRow, Query> {
  return {
    queryset: () => source.queryset(),
    open: async (options) => {
      const snapshot = await source.open(options);
      return {
        count: (query) => snapshot.count(query),
        batches: async function* (query) {
          for await (const batch of snapshot.batches(query)) yield batch.map((row) => toRow(row));
        },
        [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
      };
    },
  };
}

const SCOPED =
  "Rows of another project were given. Put scope.projectId into the conditions in open, after all filters.";
const NARROWED = "A query is a value: narrow must give a new query, and leave the one it was given as it was.";
const UNIQUE = "Compare each key with the one before, also across batches, and throw SOURCE_ORDER_NOT_UNIQUE.";

function testQueries<Query>(test: ContractTest<NarrowedFixture<Query>>): void {
  test("no query leads out of the scope", async ({ source, narrow }) => {
    await using snapshot = await source.open(opening({ ...SCOPE, projectId: 2 }));
    const all = source.queryset();
    assertSame(await readRows(snapshot, all), rowsOf(2), SCOPED);
    assertSame(await readRows(snapshot, narrow(all, "moth")), rowsOf(2, "moth"), SCOPED);
    assertSame(await readRows(snapshot, narrow(all, "Ñandú 🦋")), [], SCOPED);
  });

  test("narrowing a query leaves the wider one as it was", async ({ source, narrow }) => {
    await using snapshot = await source.open(opening(SCOPE));
    const all = source.queryset();
    const narrowed = narrow(all, "moth");
    assertSame(await readRows(snapshot, narrow(narrowed, "other")), [], NARROWED);
    assertSame(await readRows(snapshot, narrowed), rowsOf(1, "moth"), NARROWED);
    assertSame(await readRows(snapshot, all), rowsOf(1), NARROWED);
  });
}

function testRepeatedKeys<Query>(test: ContractTest<NarrowedFixture<Query>>): void {
  test("a key that repeats is SOURCE_ORDER_NOT_UNIQUE", async ({ source }) => {
    for (const batchSize of [1, 2, 3, 1000]) {
      const reading = async (): Promise<void> => {
        await using snapshot = await source.open(opening(SCOPE, { batchSize }));
        await readRows(snapshot, source.queryset());
      };
      await assert.rejects(
        reading,
        (error) => ExportError.is(error) && error.code === "SOURCE_ORDER_NOT_UNIQUE",
        `With batchSize ${batchSize} a repeated key passed. ${UNIQUE}`,
      );
    }
  });
}

function snapshotFixture<Query>(
  fixture: Fixture<NarrowedFixture<Query>>,
): Fixture<SnapshotFixture<DataSourceRow, Query>> {
  const { source, narrow, write } = fixture;
  const all = source.queryset();
  const narrowed = (name: string): Selection<DataSourceRow, Query> => ({
    query: narrow(all, name),
    rows: rowsOf(1, name),
  });
  return {
    source,
    scope: SCOPE,
    selections: [{ query: all, rows: rowsOf(1) }, narrowed("moth"), narrowed("it's; -- a 'moth'"), narrowed("nobody")],
    ...(write === undefined ? {} : { write: () => write({ id: 5, project: 1, name: "moth" }) }),
    close: async () => await fixture.close?.(),
  };
}

function rowsOf(project: number, name?: string): readonly DataSourceRow[] {
  return ROWS.filter((row) => row.project === project && (name === undefined || row.name === name)).sort(
    (a, b) => a.id - b.id,
  );
}
