import type { Scope } from "../../contracts/scope.js";
import type { Occurrence } from "../../occurrences/model/occurrence.js";
import type { OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import type { OccurrenceSource } from "../../occurrences/model/occurrence-source.js";
import { createMemoryOccurrenceSource } from "../../sources/memory/create-memory-occurrence-source.js";
import type { OccurrenceDataset } from "../../sources/memory/occurrence-dataset.js";
import { contractTest, needing, type Fixture, type TestFunction } from "../contract/contract-test.js";
import { opening, readRows, type Selection, type SnapshotFixture } from "../data-source-suite/snapshot-fixture.js";
import { testSnapshots } from "../data-source-suite/snapshots.js";
import { testEmptyEvents } from "./empty-events.js";
import { testDerivedValues } from "./derived-values.js";
import { testDefaults, testLeftOut, testLookups, testProjectName } from "./lookups.js";
import { OCCURRENCE_ADDITION, OCCURRENCE_FIXTURE } from "./occurrence-fixture.js";
import type { ComparedSourceFixture, OccurrenceSourceFixture } from "./occurrence-source-fixture.js";
import { frozenQuery, NEEDS } from "./restrictions.js";
import { testSelections } from "./selections.js";

/** The options of the occurrence source suite. */
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
   * Of the source's `projectName` and `defaults`, a snapshot's `leftOut` and the fixture's `write`, what there is not; the tests of it are then named `not tested: …`. By
   * default nothing.
   */
  readonly without?: readonly ("projectName" | "defaults" | "leftOut" | "write")[];
}

const MEDIA_URL = "https://media.example.org/vault/";
const SCOPE: Scope = { projectId: 1, userId: 1 };
const OTHER_SCOPE: Scope = { projectId: 2, userId: 1 };

/**
 * One test for every promise of {@link OccurrenceSource}: those of any data source, and the rules of derived values.
 * Over a product of restrictions, orders, needs and batch sizes, the source must give what the memory source gives.
 *
 * @example
 * ```ts
 * occurrenceSourceSuite({
 *   test,
 *   create: (dataset, { mediaUrl }) => ({ source: createMemoryOccurrenceSource(dataset, { mediaUrl }) }),
 *   without: ["write"], // here nobody can add a row while a snapshot is open
 * });
 * ```
 */
export function occurrenceSourceSuite({ test, create, without }: OccurrenceSourceSuiteOptions): void {
  const reference = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: MEDIA_URL });
  const fixture = async () => await create(OCCURRENCE_FIXTURE, { mediaUrl: MEDIA_URL });
  const contract = contractTest<ComparedSourceFixture>({
    test,
    create: async () => {
      const made = await fixture();
      const close = async () => await made.close?.();
      return { source: made.source, reference, scope: SCOPE, otherScope: OTHER_SCOPE, close };
    },
  });
  const ofSnapshots = contractTest({ test, create: async () => await snapshotFixture(await fixture(), reference) });
  testSnapshots(ofSnapshots, needing(ofSnapshots, "write", { test, without }));
  testDerivedValues(contract);
  testSelections(contract);
  testEmptyEvents(contract);
  testLookups(contract);
  testDefaults(needing(contract, "defaults", { test, without }));
  testLeftOut(needing(contract, "leftOut", { test, without }));
  testProjectName(needing(contract, "projectName", { test, without }));
}

async function snapshotFixture(
  fixture: Fixture<OccurrenceSourceFixture>,
  reference: OccurrenceSource,
): Promise<Fixture<SnapshotFixture<Occurrence, OccurrenceQuery>>> {
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
