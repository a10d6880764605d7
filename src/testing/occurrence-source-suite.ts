import type { Scope } from "../contracts/scope.js";
import type { Occurrence } from "../occurrences/occurrence.js";
import type { OccurrenceQuery } from "../occurrences/occurrence-query.js";
import type { OccurrenceSource } from "../occurrences/occurrence-source.js";
import { createMemoryOccurrenceSource } from "../sources/memory/create-memory-occurrence-source.js";
import type { OccurrenceDataset } from "../sources/memory/occurrence-dataset.js";
import { contractTest, needing, type Fixture, type TestFunction } from "./contract-test.js";
import { opening, readRows, type Selection, type SnapshotParts, testSnapshots } from "./data-source-suite/snapshots.js";
import { OCCURRENCE_ADDITION, OCCURRENCE_FIXTURE } from "./occurrence-fixture.js";
import { testFacts } from "./occurrence-source-suite/facts.js";
import { testLookups, testProjectName } from "./occurrence-source-suite/lookups.js";
import { frozenQuery, NEEDS } from "./occurrence-source-suite/restrictions.js";
import { testSelections } from "./occurrence-source-suite/selections.js";

/** What one test of the suite works with. */
export interface OccurrenceSourceFixture {
  /** Of the dataset given. */
  readonly source: OccurrenceSource;
  /** Adds rows to those of the dataset, as another client of the database would. */
  readonly write?: (addition: OccurrenceDataset) => Promise<void>;
}

/** How the occurrence source suite is run. */
export interface OccurrenceSourceSuiteOptions {
  readonly test: TestFunction;
  /**
   * Makes a source of exactly this dataset, which serves crops below `mediaUrl`; called for every test. `close` is called when the test
   * has ended, however it ended.
   */
  readonly create: (
    dataset: OccurrenceDataset,
    options: { readonly mediaUrl: string },
  ) => Fixture<OccurrenceSourceFixture> | Promise<Fixture<OccurrenceSourceFixture>>;
  /**
   * Of the source's `projectName` and the fixture's `write`, what there is not; the tests of it are then named `not tested: …`. By
   * default nothing.
   */
  readonly without?: readonly ("projectName" | "write")[];
}

/** What the tests of the suite have in hand. */
export interface OccurrenceSourceParts {
  readonly source: OccurrenceSource;
  /** What it is compared with: a memory source of the same dataset. */
  readonly reference: OccurrenceSource;
  readonly scope: Scope;
  /** Of the fixture's other project. */
  readonly otherScope: Scope;
}

const MEDIA_URL = "https://media.example.org/vault/";
const SCOPE: Scope = { projectId: 1, userId: 1 };
const OTHER_SCOPE: Scope = { projectId: 2, userId: 1 };

/**
 * One test for every promise of {@link OccurrenceSource}: those of any data source, the rules of the facts, and, over a product of
 * restrictions, orders, needs and batch sizes, that the source gives what the memory source gives.
 */
export function occurrenceSourceSuite({ test, create, without }: OccurrenceSourceSuiteOptions): void {
  const reference = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: MEDIA_URL });
  const fixture = async () => await create(OCCURRENCE_FIXTURE, { mediaUrl: MEDIA_URL });
  const parts = contractTest<OccurrenceSourceParts>({
    test,
    create: async () => {
      const made = await fixture();
      const close = async () => await made.close?.();
      return { source: made.source, reference, scope: SCOPE, otherScope: OTHER_SCOPE, close };
    },
  });
  const ofSnapshots = contractTest({ test, create: async () => await snapshotParts(await fixture(), reference) });
  testSnapshots(ofSnapshots, needing(ofSnapshots, "write", { test, without }));
  testFacts(parts);
  testSelections(parts);
  testLookups(parts);
  testProjectName(needing(parts, "projectName", { test, without }));
}

async function snapshotParts(
  fixture: Fixture<OccurrenceSourceFixture>,
  reference: OccurrenceSource,
): Promise<Fixture<SnapshotParts<Occurrence, OccurrenceQuery>>> {
  await using snapshot = await reference.open(opening(SCOPE));
  const selection = async (query: OccurrenceQuery): Promise<Selection<Occurrence, OccurrenceQuery>> => ({
    query,
    rows: await readRows(snapshot, query),
  });
  const { source, write } = fixture;
  return {
    source,
    scope: SCOPE,
    selections: [
      await selection(source.queryset()),
      await selection(frozenQuery({ order: "event", needs: NEEDS })),
      await selection(frozenQuery({ restrictions: [{ kind: "event", id: 6 }] })),
    ],
    ...(write === undefined ? {} : { write: () => write(OCCURRENCE_ADDITION) }),
    close: async () => await fixture.close?.(),
  };
}
