import assert from "node:assert/strict";
import type { DataSource } from "../contracts/data-source.js";
import { ExportError } from "../contracts/export-error.js";
import type { Scope } from "../contracts/scope.js";
import { contractTest, needing, type Fixture, type TestFunction } from "./contract-test.js";
import { opening, readRows, type Selection, type SnapshotParts, testSnapshots } from "./data-source-suite/snapshots.js";

/** A row of the suite, for the adapter to keep wherever its rows are. */
export interface DataSourceRow {
  /** The order key. */
  readonly id: number;
  /** The scope's `projectId`. */
  readonly project: number;
  readonly name: string;
}

/** What one test of the suite works with. */
export interface DataSourceFixture<Query> {
  /** Of the rows given, ordered by `id`. */
  readonly source: DataSource<DataSourceRow, Query>;
  /** The query, narrowed to rows of this name. */
  readonly narrow: (query: Query, name: string) => Query;
  /** Adds a row, as another client of the database would. */
  readonly write?: (row: DataSourceRow) => Promise<void>;
}

/** How the data source suite is run. */
export interface DataSourceSuiteOptions<Query> {
  readonly test: TestFunction;
  /** Makes a source of exactly these rows for one test; `close` is called when the test has ended, however it ended. */
  readonly create: (rows: readonly DataSourceRow[]) => Fixture<DataSourceFixture<Query>> | Promise<Fixture<DataSourceFixture<Query>>>;
  /** `impossible` where no two rows can have one key, as with a primary key; by default `possible`. */
  readonly repeatedKeys?: "possible" | "impossible";
  /** `["write"]` where nobody can write while a snapshot is open: whether it stands still is then `not tested: …`. By default nothing. */
  readonly without?: readonly "write"[];
}

const SCOPE: Scope = { projectId: 1, userId: 1 };

const ROWS: readonly DataSourceRow[] = [
  { id: 10, project: 1, name: "moth" },
  { id: 9, project: 1, name: "=1+1, \"quoted\"\r\n\ttab" },
  { id: 2, project: 2, name: "moth" },
  { id: 1, project: 1, name: "Ñandú 🦋" },
  { id: 100, project: 1, name: "" },
  { id: 3, project: 1, name: "it's; -- a 'moth'" },
  { id: 20, project: 1, name: "moth" },
  { id: 21, project: 2, name: "other" },
  { id: 4, project: 1, name: "moth" },
];

/** One test for every promise of {@link DataSource}, made for rows of the suite's own. */
export function dataSourceSuite<Query>({ test, create, repeatedKeys = "possible", without }: DataSourceSuiteOptions<Query>): void {
  const ofSnapshots = contractTest({ test, create: async () => snapshotParts(await create(ROWS)) });
  testSnapshots(ofSnapshots, needing(ofSnapshots, "write", { test, without }));
  testQueries(contractTest({ test, create: () => create(ROWS) }));
  if (repeatedKeys === "possible") testRepeatedKeys({ test, create });
}

function testQueries<Query>(test: ReturnType<typeof contractTest<DataSourceFixture<Query>>>): void {
  test("no query leads out of the scope", async ({ source, narrow }) => {
    await using snapshot = await source.open(opening({ ...SCOPE, projectId: 2 }));
    const all = source.queryset();
    assert.deepEqual(await readRows(snapshot, all), rowsOf(2));
    assert.deepEqual(await readRows(snapshot, narrow(all, "moth")), rowsOf(2, "moth"));
    assert.deepEqual(await readRows(snapshot, narrow(all, "Ñandú 🦋")), []);
  });

  test("narrowing a query leaves the wider one as it was", async ({ source, narrow }) => {
    await using snapshot = await source.open(opening(SCOPE));
    const all = source.queryset();
    const narrowed = narrow(all, "moth");
    assert.deepEqual(await readRows(snapshot, narrow(narrowed, "other")), []);
    assert.deepEqual(await readRows(snapshot, narrowed), rowsOf(1, "moth"));
    assert.deepEqual(await readRows(snapshot, all), rowsOf(1));
  });
}

function testRepeatedKeys<Query>({ test, create }: Pick<DataSourceSuiteOptions<Query>, "test" | "create">): void {
  const repeated = [...ROWS, { id: 9, project: 1, name: "moth" }];
  contractTest({ test, create: () => create(repeated) })("a key that repeats is SOURCE_ORDER_NOT_UNIQUE", async ({ source }) => {
    for (const batchSize of [1, 2, 3, 1000]) {
      const reading = async (): Promise<void> => {
        await using snapshot = await source.open(opening(SCOPE, { batchSize }));
        await readRows(snapshot, source.queryset());
      };
      await assert.rejects(reading, (error) => ExportError.is(error) && error.code === "SOURCE_ORDER_NOT_UNIQUE", `batchSize ${batchSize}`);
    }
  });
}

function snapshotParts<Query>(fixture: Fixture<DataSourceFixture<Query>>): Fixture<SnapshotParts<DataSourceRow, Query>> {
  const { source, narrow, write } = fixture;
  const all = source.queryset();
  const narrowed = (name: string): Selection<DataSourceRow, Query> => ({ query: narrow(all, name), rows: rowsOf(1, name) });
  return {
    source,
    scope: SCOPE,
    selections: [{ query: all, rows: rowsOf(1) }, narrowed("moth"), narrowed("it's; -- a 'moth'"), narrowed("nobody")],
    ...(write === undefined ? {} : { write: () => write({ id: 5, project: 1, name: "moth" }) }),
    close: async () => await fixture.close?.(),
  };
}

function rowsOf(project: number, name?: string): readonly DataSourceRow[] {
  return ROWS.filter((row) => row.project === project && (name === undefined || row.name === name)).sort((a, b) => a.id - b.id);
}
