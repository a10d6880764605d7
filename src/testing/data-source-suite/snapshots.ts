import assert from "node:assert/strict";
import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Scope } from "../../contracts/scope.js";
import { type ContractTest, given } from "../contract-test.js";

/** What shows that a source's snapshots keep their promises. */
export interface SnapshotParts<Row, Query> {
  readonly source: DataSource<Row, Query>;
  readonly scope: Scope;
  /** Queries with the rows that they must give; the first gives five rows or more. */
  readonly selections: readonly [Selection<Row, Query>, ...Selection<Row, Query>[]];
  /** Adds a row that the first query selects. */
  readonly write?: () => Promise<void>;
}

/** A query and its rows, in order. */
export interface Selection<Row, Query> {
  readonly query: Query;
  readonly rows: readonly Row[];
}

/** What {@link Snapshot} promises, whatever the rows are. @param testWrites - registers the tests that need `write`. */
export function testSnapshots<Row, Query>(
  test: ContractTest<SnapshotParts<Row, Query>>,
  testWrites: ContractTest<SnapshotParts<Row, Query>>,
): void {
  testRows(test);
  testReadings(test);
  testStillness(testWrites);
  testEnds(test);
}

function testRows<Row, Query>(test: ContractTest<SnapshotParts<Row, Query>>): void {
  test("batches give the rows of the query by their key", async ({ source, scope, selections }) => {
    await using snapshot = await source.open(opening(scope));
    for (const { query, rows } of selections) assert.deepEqual(await readRows(snapshot, query), rows);
  });

  test("rows and their order are the same for every batch size", async ({ source, scope, selections }) => {
    for (const batchSize of [1, 2, 3, 1000]) {
      await using snapshot = await source.open(opening(scope, { batchSize }));
      for (const { query, rows } of selections) assert.deepEqual(await readRows(snapshot, query), rows, `batchSize ${batchSize}`);
    }
  });

  test("a batch holds at least one row and at most batchSize", async ({ source, scope, selections }) => {
    for (const batchSize of [1, 2, 3, 1000]) {
      await using snapshot = await source.open(opening(scope, { batchSize }));
      for (const { query } of selections) {
        for await (const { length } of snapshot.batches(query)) assert.ok(length >= 1 && length <= batchSize, `${length} rows of ${batchSize}`);
      }
    }
  });

  test("count is the number of rows that batches give", async ({ source, scope, selections }) => {
    await using snapshot = await source.open(opening(scope));
    for (const { query, rows } of selections) assert.equal(await snapshot.count(query), rows.length);
  });

  test("a scope without rows gives no batch and counts none", async ({ source, scope, selections: [{ query }] }) => {
    await using snapshot = await source.open(opening({ ...scope, projectId: typeof scope.projectId === "number" ? 987654321 : "no such project" }));
    assert.deepEqual(await readRows(snapshot, query), []);
    assert.equal(await snapshot.count(query), 0);
  });
}

function testReadings<Row, Query>(test: ContractTest<SnapshotParts<Row, Query>>): void {
  test("a query may be read again", async ({ source, scope, selections: [{ query, rows }] }) => {
    await using snapshot = await source.open(opening(scope));
    assert.deepEqual(await readRows(snapshot, query), rows);
    assert.deepEqual(await readRows(snapshot, query), rows);
  });

  test("readings of one snapshot may take turns", async ({ source, scope, selections: [{ query, rows }] }) => {
    await using snapshot = await source.open(opening(scope));
    const readings = [0, 1].map(() => snapshot.batches(query)[Symbol.asyncIterator]());
    const read: Row[][] = readings.map(() => []);
    for (let open = readings.length; open > 0; ) {
      open = 0;
      for (const [index, reading] of readings.entries()) {
        const step = await reading.next();
        if (step.done === true) continue;
        read[index]?.push(...step.value);
        open += 1;
      }
    }
    assert.deepEqual(read, [rows, rows]);
  });

  test("a reading that is left early harms no later one", async ({ source, scope, selections: [{ query, rows }] }) => {
    await using snapshot = await source.open(opening(scope, { batchSize: 1 }));
    for (let attempt = 0; attempt < 20; attempt += 1) {
      for await (const batch of snapshot.batches(query)) {
        assert.deepEqual(batch, rows.slice(0, 1));
        break;
      }
    }
    assert.deepEqual(await readRows(snapshot, query), rows);
  });
}

function testStillness<Row, Query>(test: ContractTest<SnapshotParts<Row, Query>>): void {
  test("what is written after open is not seen", async ({ source, scope, selections: [{ query, rows }], ...hooks }) => {
    const write = given(hooks.write, "write");
    await using snapshot = await source.open(opening(scope, { batchSize: 1 }));
    const reading = snapshot.batches(query)[Symbol.asyncIterator]();
    const first = await reading.next();
    await write();
    const rest = await readRows({ batches: () => ({ [Symbol.asyncIterator]: () => reading }) }, query);
    assert.deepEqual([...(first.done === true ? [] : first.value), ...rest], rows, "in the reading under way");
    assert.deepEqual(await readRows(snapshot, query), rows, "in a new reading");
    assert.equal(await snapshot.count(query), rows.length, "in the count");
    await using later = await source.open(opening(scope));
    assert.equal(await later.count(query), rows.length + 1, "and a later snapshot sees it");
  });
}

function testEnds<Row, Query>(test: ContractTest<SnapshotParts<Row, Query>>): void {
  const reason = new ExportError("CANCELLED");
  const isReason = (error: unknown): boolean => error === reason;

  test("open rejects with the reason of a signal that has aborted", async ({ source, scope }) => {
    await assert.rejects(openAndClose(source, opening(scope, { signal: AbortSignal.abort(reason) })), isReason);
  });

  test("after an abort count and every reading reject with its reason", async ({ source, scope, selections: [{ query }] }) => {
    const controller = new AbortController();
    await using snapshot = await source.open(opening(scope, { batchSize: 1, signal: controller.signal }));
    const reading = snapshot.batches(query)[Symbol.asyncIterator]();
    await reading.next();
    controller.abort(reason);
    await assert.rejects(async () => await reading.next(), isReason, "the reading under way");
    await assert.rejects(readRows(snapshot, query), isReason, "a new reading");
    await assert.rejects(async () => await snapshot.count(query), isReason, "count");
  });

  test("after disposal count and every reading reject with an ExportError", async ({ source, scope, selections: [{ query }] }) => {
    const snapshot = await source.open(opening(scope, { batchSize: 1 }));
    await snapshot[Symbol.asyncDispose]();
    await assert.rejects(readRows(snapshot, query), ExportError.is, "a reading");
    await assert.rejects(async () => await snapshot.count(query), ExportError.is, "count");
  });

  test("a source that was disposed of, aborted and left early can be opened again", async ({ source, scope, selections: [{ query, rows }] }) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const controller = new AbortController();
      await using snapshot = await source.open(opening(scope, { batchSize: 1, signal: controller.signal }));
      await snapshot.batches(query)[Symbol.asyncIterator]().next();
      if (attempt % 2 === 1) controller.abort(reason);
    }
    await using snapshot = await source.open(opening(scope));
    assert.deepEqual(await readRows(snapshot, query), rows);
  });
}

/** What a snapshot is opened with unless a test is about it. */
export function opening(scope: Scope, options: Partial<OpenOptions> = {}): OpenOptions {
  return { scope, signal: new AbortController().signal, batchSize: 4, ...options };
}

/** All rows of a query, batch after batch. */
export async function readRows<Row, Query>(snapshot: Pick<Snapshot<Row, Query>, "batches">, query: Query): Promise<Row[]> {
  return await gather(snapshot.batches(query));
}

/** All items of an iteration that gives them in batches. */
export async function gather<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

async function openAndClose<Row, Query>(source: DataSource<Row, Query>, options: OpenOptions): Promise<void> {
  await using _ = await source.open(options);
}
