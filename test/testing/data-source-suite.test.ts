import { AssertionError } from "node:assert/strict";
import { describe, expect, test } from "vitest";
import type { DataSource, OpenOptions, Snapshot } from "../../src/contracts/data-source.js";
import { createMemorySource, type MemoryQuery } from "../../src/sources/memory/create-memory-source.js";
import { type DataSourceRow, dataSourceSuite } from "../../src/testing/data-source-suite/data-source-suite.js";
import { failingTests, failures } from "./failing-tests.js";

type Query = MemoryQuery<DataSourceRow>;
type Source = DataSource<DataSourceRow, Query>;
type View = Snapshot<DataSourceRow, Query>;

const OPTIONS = {
  key: ({ id }: DataSourceRow) => id,
  inScope: ({ project }: DataSourceRow, { projectId }: { readonly projectId: unknown }) => project === projectId,
};

/** A source whose snapshots differ from a memory source's in what `change` gives. */
function withSnapshots(change: (snapshot: View, options: OpenOptions) => Partial<View>) {
  return (rows: readonly DataSourceRow[]): Source => {
    const source = createMemorySource(rows, OPTIONS);
    const open = async (options: OpenOptions): Promise<View> => {
      const snapshot = await source.open(options);
      return { ...snapshot, ...change(snapshot, options) };
    };
    return { ...source, open };
  };
}

/** A source that opens with other options than it was given. */
function withOptions(change: (options: OpenOptions) => Partial<OpenOptions>) {
  return (rows: readonly DataSourceRow[]): Source => {
    const source = createMemorySource(rows, OPTIONS);
    return { ...source, open: (options) => source.open({ ...options, ...change(options) }) };
  };
}

/** A source whose batches are changed on their way. */
function withBatches(change: (batch: readonly DataSourceRow[], options: OpenOptions) => readonly DataSourceRow[]) {
  return withSnapshots((snapshot, options) => ({
    batches: async function* (query) {
      for await (const batch of snapshot.batches(query)) yield change(batch, options);
    },
  }));
}

const NEVER = new AbortController().signal;

/** One broken promise each, with the test that must notice. */
const MUTANTS: readonly (readonly [mutant: string, test: string, make: (rows: readonly DataSourceRow[]) => Source])[] =
  [
    [
      "gives rows in another order",
      "batches give the rows of the query by their key",
      (rows) => createMemorySource(rows, { ...OPTIONS, key: ({ id }) => String(id) }),
    ],
    [
      "changes a text",
      "batches give the rows of the query by their key",
      withBatches((batch) => batch.map((row) => ({ ...row, name: row.name.trim().replace("\r", "") }))),
    ],
    [
      "loses rows of full batches",
      "rows and their order are the same for every batch size",
      withBatches((batch, { batchSize }) => (batchSize === 3 ? batch.slice(0, 2) : batch)),
    ],
    [
      "ignores the batch size",
      "a batch holds at least one row and at most batchSize",
      withOptions(() => ({ batchSize: 1000 })),
    ],
    [
      "gives empty batches",
      "a batch holds at least one row and at most batchSize",
      withBatches((batch) => batch.slice(0, -4)),
    ],
    [
      "counts one too many",
      "count is the number of rows that batches give",
      withSnapshots((s) => ({ count: async (q) => (await s.count(q)) + 1 })),
    ],
    [
      "knows no scope",
      "no query leads out of the scope",
      (rows) => createMemorySource(rows, { ...OPTIONS, inScope: () => true }),
    ],
    [
      "falls back to everything for an unknown scope",
      "a scope without rows gives no batch and counts none",
      (rows) =>
        createMemorySource(rows, {
          ...OPTIONS,
          inScope: (row, scope) => scope.projectId === 987654321 || OPTIONS.inScope(row, scope),
        }),
    ],
    ["can be read once", "a query may be read again", withSnapshots(readOnce)],
    ["shares one reading", "readings of one snapshot may take turns", withSnapshots(readOnce)],
    [
      "closes when a reading is left",
      "a reading that is left early harms no later one",
      withSnapshots(closingWhenLeft),
    ],
    ["counts live rows", "what is written after open is not seen", countingLive],
    [
      "opens whatever the signal says",
      "open rejects with the reason of a signal that has aborted",
      withOptions(({ signal }) => (signal.aborted ? { signal: NEVER } : {})),
    ],
    [
      "does not listen to the signal",
      "after an abort count and every reading reject with its reason",
      withOptions(({ signal }) => (signal.aborted ? {} : { signal: NEVER })),
    ],
    [
      "rejects with an error of its own",
      "after an abort count and every reading reject with its reason",
      withSnapshots((s) => ({ count: (q) => s.count(q).catch(() => Promise.reject(new TypeError("Mine."))) })),
    ],
    [
      "goes on after disposal",
      "after disposal count and every reading reject with an ExportError",
      withSnapshots(() => ({ [Symbol.asyncDispose]: async () => undefined })),
    ],
    [
      "keeps what an aborted snapshot held",
      "a source that was disposed of, aborted and left early can be opened again",
      leaky,
    ],
    [
      "lets keys repeat",
      "a key that repeats is SOURCE_ORDER_NOT_UNIQUE",
      (rows) => createMemorySource([...new Map(rows.map((row) => [row.id, row])).values()], OPTIONS),
    ],
  ];

/** Gives one iterator to all readings. */
function readOnce(snapshot: View): Partial<View> {
  let shared: AsyncIterable<readonly DataSourceRow[]> | undefined;
  return { batches: (query) => (shared ??= snapshot.batches(query)) };
}

function closingWhenLeft(snapshot: View): Partial<View> {
  return {
    batches: async function* (query) {
      let ended = false;
      try {
        yield* snapshot.batches(query);
        ended = true;
      } finally {
        if (!ended) await snapshot[Symbol.asyncDispose]();
      }
    },
  };
}

function countingLive(rows: readonly DataSourceRow[]): Source {
  const source = createMemorySource(rows, OPTIONS);
  const open = async (options: OpenOptions): Promise<View> => {
    const count = async (query: Query): Promise<number> => await (await source.open(options)).count(query);
    return { ...(await source.open(options)), count };
  };
  return { ...source, open };
}

/** Every snapshot takes a place and gives it back at disposal, unless its signal has aborted. */
function leaky(rows: readonly DataSourceRow[]): Source {
  const source = createMemorySource(rows, OPTIONS);
  let places = 3;
  const open = async (options: OpenOptions): Promise<View> => {
    if (places === 0) throw new TypeError("No place is left.");
    const snapshot = await source.open(options);
    places -= 1;
    return { ...snapshot, [Symbol.asyncDispose]: async () => void (places += options.signal.aborted ? 0 : 1) };
  };
  return { ...source, open };
}

const narrow =
  (query: Query, name: string): Query =>
  (row) =>
    query(row) && row.name === name;

test("a failing test of the suite says what to do, and how the values differ", async () => {
  const errors = await failures((register) =>
    dataSourceSuite({
      test: register,
      without: ["write"],
      create: (rows) => ({ source: withSnapshots(() => ({ count: async () => 99 }))(rows) }),
      narrow,
    }),
  );
  expect(errors.get("count is the number of rows that batches give")).toMatchObject({
    message: expect.stringMatching(/^Count with the conditions of batches, the scope included\.\n[^]*99/),
    actual: 99,
    expected: 7,
  });
});

test("each failing test of the suite says a sentence", async () => {
  const messages: string[] = [];
  for (const [, expected, make] of MUTANTS) {
    const errors = await failures((register) =>
      dataSourceSuite({
        test: register,
        create: (rows) => {
          const list = [...rows];
          return { source: make(list), write: async (row: DataSourceRow) => void list.push(row) };
        },
        narrow,
      }),
    );
    const error = errors.get(expected);
    // Some mutants throw errors of their own.
    if (error instanceof AssertionError) messages.push(error.message);
  }
  expect(messages.length).toBeGreaterThan(12);
  for (const message of messages) {
    expect(message).toMatch(/^(?:Missing expected rejection(?: \(\w+\))?: )?(?:\S+ ){5,}\S+\./);
    expect(message).not.toMatch(/^(?:Expected|The validation function)/);
  }
});

test("rows of another shape are read back", async () => {
  const textOf = ({ id, project, name }: DataSourceRow) => `${id}|${project}|${name}`;
  const failing = await failingTests((register) =>
    dataSourceSuite({
      test: register,
      without: ["write"],
      create: (rows) => ({
        source: createMemorySource(rows.map(textOf), {
          key: (row) => Number(row.split("|")[0]),
          inScope: (row, { projectId }) => row.split("|")[1] === String(projectId),
        }),
      }),
      narrow: (query, name) => (row) => query(row) && row.split("|")[2] === name,
      toRow: (row) => {
        const [id, project, name = ""] = row.split("|");
        return { id: Number(id), project: Number(project), name };
      },
    }),
  );
  expect(failing).toEqual([]);
});

describe("the data source suite notices", () => {
  test.each(MUTANTS)("a source that %s: %s", async (_, expected, make) => {
    const failing = await failingTests((register) => {
      dataSourceSuite({
        test: register,
        create: (rows) => {
          const list = [...rows];
          return { source: make(list), write: async (row: DataSourceRow) => void list.push(row) };
        },
        narrow,
      });
    });
    expect(failing).toContain(expected);
  });

  test("a query that changes when it is narrowed", async () => {
    const failing = await failingTests((register) => {
      dataSourceSuite({
        test: register,
        without: ["write"],
        create: (rows) => ({ source: ofNames(rows) }),
        narrow: (names, name) => (names.push(name), names),
      });
    });
    expect(failing).toContain("narrowing a query leaves the wider one as it was");
  });

  test("a fixture that cannot write, unless it says so", async () => {
    const create = (rows: readonly DataSourceRow[]) => ({ source: createMemorySource(rows, OPTIONS) });
    const still = "what is written after open is not seen";
    expect(await failingTests((register) => dataSourceSuite({ test: register, create, narrow }))).toEqual([still]);
    const names: string[] = [];
    dataSourceSuite({ test: (name) => names.push(name), create, narrow, without: ["write"] });
    expect(names).toContain(`not tested: ${still}`);
    expect(names).not.toContain(still);
  });
});

/** A source whose queries are lists of names. */
function ofNames(rows: readonly DataSourceRow[]): DataSource<DataSourceRow, string[]> {
  const source = createMemorySource(rows, OPTIONS);
  const predicate =
    (names: readonly string[]): Query =>
    (row) =>
      names.every((name) => name === row.name);
  return {
    queryset: () => [],
    open: async (options) => {
      const snapshot = await source.open(options);
      return {
        count: (names) => snapshot.count(predicate(names)),
        batches: (names) => snapshot.batches(predicate(names)),
        [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
      };
    },
  };
}
