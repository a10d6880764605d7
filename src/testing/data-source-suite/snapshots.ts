import assert from "node:assert/strict";
import type { DataSource, OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import { type ContractTest, given } from "../contract/contract-test.js";
import { assertSame } from "../contract/assert-same.js";
import { opening, readRows, type SnapshotFixture } from "./snapshot-fixture.js";

const ROWS = "Give all rows of the query and no others, by their key, with every value as it is stored.";
const COUNT = "Count with the conditions of batches, the scope included.";
const ABORTED = "Reject with signal.reason itself once the signal has aborted, not with an error of your own.";
const CLOSED = "After disposal reject with an ExportError, such as SOURCE_FAILED.";

/**
 * Tests the promises of a `Snapshot`, whatever the rows are. @param testWrites - registers the tests that need `write`.
 */
export function testSnapshots<Row, Query>(
  test: ContractTest<SnapshotFixture<Row, Query>>,
  testWrites: ContractTest<SnapshotFixture<Row, Query>>,
): void {
  testRows(test);
  testReadings(test);
  testStillness(testWrites);
  testEnds(test);
}

function testRows<Row, Query>(test: ContractTest<SnapshotFixture<Row, Query>>): void {
  test("batches give the rows of the query by their key", async ({ source, scope, selections }) => {
    await using snapshot = await source.open(opening(scope));
    for (const { query, rows } of selections) assertSame(await readRows(snapshot, query), rows, ROWS);
  });

  test("rows and their order are the same for every batch size", async ({ source, scope, selections }) => {
    for (const batchSize of [1, 2, 3, 1000]) {
      await using snapshot = await source.open(opening(scope, { batchSize }));
      for (const { query, rows } of selections)
        assertSame(
          await readRows(snapshot, query),
          rows,
          `With batchSize ${batchSize} the rows differ. Begin a page after the last key of the page before it.`,
        );
    }
  });

  test("a batch holds at least one row and at most batchSize", async ({ source, scope, selections }) => {
    for (const batchSize of [1, 2, 3, 1000]) {
      await using snapshot = await source.open(opening(scope, { batchSize }));
      for (const { query } of selections) {
        for await (const { length } of snapshot.batches(query))
          assert.ok(
            length >= 1 && length <= batchSize,
            `A batch of ${length} rows. Give from 1 to batchSize (${batchSize}) rows, and no empty batch.`,
          );
      }
    }
  });

  test("count is the number of rows that batches give", async ({ source, scope, selections }) => {
    await using snapshot = await source.open(opening(scope));
    for (const { query, rows } of selections) assertSame(await snapshot.count(query), rows.length, COUNT);
  });

  test("a scope without rows gives no batch and counts none", async ({ source, scope, selections: [{ query }] }) => {
    await using snapshot = await source.open(
      opening({ ...scope, projectId: typeof scope.projectId === "number" ? 987654321 : "no such project" }),
    );
    const wanted = "A project without rows must be empty. Put scope.projectId into the conditions of rows and count.";
    assertSame(await readRows(snapshot, query), [], wanted);
    assertSame(await snapshot.count(query), 0, wanted);
  });
}

function testReadings<Row, Query>(test: ContractTest<SnapshotFixture<Row, Query>>): void {
  test("a query may be read again", async ({ source, scope, selections: [{ query, rows }] }) => {
    await using snapshot = await source.open(opening(scope));
    for (const reading of ["first", "second"])
      assertSame(
        await readRows(snapshot, query),
        rows,
        `The ${reading} reading differs. Each call of batches reads again.`,
      );
  });

  test("readings of one snapshot may take turns", async ({ source, scope, selections: [{ query, rows }] }) => {
    await using snapshot = await source.open(opening(scope));
    const readings = [0, 1].map(() => snapshot.batches(query)[Symbol.asyncIterator]());
    const read: Row[][] = readings.map(() => []);
    for (let open = readings.length; open > 0;) {
      open = 0;
      for (const [index, reading] of readings.entries()) {
        const step = await reading.next();
        if (step.done === true) continue;
        read[index]?.push(...step.value);
        open += 1;
      }
    }
    assertSame(read, [rows, rows], "Keep the place of each reading in its own iterator, not in the snapshot.");
  });

  test("a reading that is left early harms no later one", async ({ source, scope, selections: [{ query, rows }] }) => {
    await using snapshot = await source.open(opening(scope, { batchSize: 1 }));
    for (let attempt = 0; attempt < 20; attempt += 1) {
      for await (const batch of snapshot.batches(query)) {
        assertSame(batch, rows.slice(0, 1), ROWS);
        break;
      }
    }
    assertSame(
      await readRows(snapshot, query),
      rows,
      "An iterator that is left early must free what it held, and must not close the snapshot.",
    );
  });
}

function testStillness<Row, Query>(test: ContractTest<SnapshotFixture<Row, Query>>): void {
  test("what is written after open is not seen", async ({ source, scope, selections: [{ query, rows }], ...hooks }) => {
    const write = given(hooks.write, "write");
    await using snapshot = await source.open(opening(scope, { batchSize: 1 }));
    const reading = snapshot.batches(query)[Symbol.asyncIterator]();
    const first = await reading.next();
    await write();
    const rest = await readRows({ batches: () => ({ [Symbol.asyncIterator]: () => reading }) }, query);
    const wanted = (where: string): string =>
      `${where} saw a later write. Read all from one view, such as one transaction REPEATABLE READ, begun in open.`;
    assertSame([...(first.done === true ? [] : first.value), ...rest], rows, wanted("The reading under way"));
    assertSame(await readRows(snapshot, query), rows, wanted("A new reading"));
    assertSame(await snapshot.count(query), rows.length, wanted("The count"));
    await using later = await source.open(opening(scope));
    assertSame(
      await later.count(query),
      rows.length + 1,
      "A snapshot opened later must see what was written before it.",
    );
  });
}

function testEnds<Row, Query>(test: ContractTest<SnapshotFixture<Row, Query>>): void {
  const reason = new ExportError("CANCELLED");
  const isReason = (error: unknown): boolean => error === reason;

  test("open rejects with the reason of a signal that has aborted", async ({ source, scope }) => {
    await assert.rejects(
      openAndClose(source, opening(scope, { signal: AbortSignal.abort(reason) })),
      isReason,
      ABORTED,
    );
  });

  test("after an abort count and every reading reject with its reason", async ({
    source,
    scope,
    selections: [{ query }],
  }) => {
    const controller = new AbortController();
    await using snapshot = await source.open(opening(scope, { batchSize: 1, signal: controller.signal }));
    const reading = snapshot.batches(query)[Symbol.asyncIterator]();
    await reading.next();
    // Meanwhile a source may have read the next batch ahead: it is not given either.
    await snapshot.count(query);
    controller.abort(reason);
    await assert.rejects(async () => await reading.next(), isReason, `The reading under way: ${ABORTED}`);
    await assert.rejects(readRows(snapshot, query), isReason, `A new reading: ${ABORTED}`);
    await assert.rejects(async () => await snapshot.count(query), isReason, `count: ${ABORTED}`);
  });

  test("after disposal count and every reading reject with an ExportError", async ({
    source,
    scope,
    selections: [{ query }],
  }) => {
    const snapshot = await source.open(opening(scope, { batchSize: 1 }));
    await snapshot[Symbol.asyncDispose]();
    await assert.rejects(readRows(snapshot, query), ExportError.is, `A reading: ${CLOSED}`);
    await assert.rejects(async () => await snapshot.count(query), ExportError.is, `count: ${CLOSED}`);
  });

  test("a source that was disposed of, aborted and left early can be opened again", async ({
    source,
    scope,
    selections: [{ query, rows }],
  }) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const controller = new AbortController();
      await using snapshot = await source.open(opening(scope, { batchSize: 1, signal: controller.signal }));
      await snapshot.batches(query)[Symbol.asyncIterator]().next();
      if (attempt % 2 === 1) controller.abort(reason);
    }
    await using snapshot = await source.open(opening(scope));
    assertSame(await readRows(snapshot, query), rows, "Give back every connection at disposal, also after an abort.");
  });
}

async function openAndClose<Row, Query>(source: DataSource<Row, Query>, options: OpenOptions): Promise<void> {
  await using _ = await source.open(options);
}
