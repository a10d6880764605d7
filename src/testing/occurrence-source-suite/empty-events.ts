import assert from "node:assert/strict";
import type { Id } from "../../contracts/id.js";
import type { OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../../occurrences/model/occurrence-source.js";
import type { ContractTest } from "../contract/contract-test.js";
import { gather, opening } from "../data-source-suite/snapshot-fixture.js";
import type { ComparedSourceFixture } from "./occurrence-source-fixture.js";
import { frozenQuery, RESTRICTIONS } from "./restrictions.js";

/** Event 3 has no occurrence, and capture 9; event 7 has one that is not determined. */
const CASES: readonly (readonly [
  promise: string,
  restrictions: readonly OccurrenceRestriction[],
  empty: readonly Id[],
  leftOut: number,
])[] = [
  ["an event with occurrences that are not valid is left out, not empty", [], [3], 1],
  ["a filter by deployment gives its own empty events", [{ kind: "deployment", id: 1 }], [3], 0],
  ["a filter by deployment gives no empty event of another", [{ kind: "deployment", id: 2 }], [], 1],
  ["a filter by event gives that event, when it is empty", [{ kind: "event", id: 3 }], [3], 0],
  ["a filter by event gives no other empty event", [{ kind: "event", id: 10 }], [], 0],
  ["dates give empty events that begin on the last of them", [dates(null, "2023-06-30")], [3], 1],
  ["dates give no empty event that begins after them", [dates(null, "2023-06-29")], [], 1],
  ["dates give empty events that end on the first of them", [dates("2023-07-01", null)], [3], 0],
  ["dates give no empty event that ends before them", [dates("2023-07-02", null)], [], 1],
  ["dates leave out events under way on them", [dates("2023-06-21", "2023-06-21")], [], 2],
  ["a filter by site gives empty events of its stations", [{ kind: "site", id: 1 }], [3], 0],
  ["a filter by site gives no empty event of another station", [{ kind: "site", id: 3 }], [], 0],
  ["a filter by device gives no empty event of another station", [{ kind: "device", id: 1 }], [], 0],
  ["a filter by capture gives the empty event of that capture", [{ kind: "capture", id: 9 }], [3], 0],
  ["a filter by capture gives no other empty event", [{ kind: "capture", id: 1 }], [], 0],
  ["a list of occurrences asks for no empty event", [{ kind: "ids", ids: [1] }], [], 0],
  ["a capture set gives empty events that have captures of it", [{ kind: "collection", id: 2 }], [3], 0],
  ["a capture set gives no empty event without captures of it", [{ kind: "collection", id: 1 }], [], 0],
  ["places to leave out have no empty events", [outside({ deploymentIds: [1] })], [], 1],
  ["events to leave out are not empty", [outside({ eventIds: [3, 7] })], [], 0],
  ["a filter by taxon leaves out events, and does not empty them", [{ kind: "taxon", id: 7 }], [3], 1],
  ["a least score leaves out events, and does not empty them", [{ kind: "score_min", value: 0.99 }], [3], 3],
  ["default filters leave out events, and do not empty them", [{ kind: "project_defaults" }], [3], 2],
];

/** Tests the events that are given as empty: those to which no record belongs, and which are asked for. */
export function testEmptyEvents(test: ContractTest<ComparedSourceFixture>): void {
  for (const [promise, restrictions, empty, leftOut] of CASES) {
    test(promise, async ({ source, scope }) => {
      for (const batchSize of [1, 1000]) {
        await using snapshot = await source.open(opening(scope, { batchSize }));
        assert.deepEqual(await emptyEventsOf(snapshot, restrictions), { empty, leftOut }, `${batchSize} at once`);
      }
    });
  }

  test("an event with occurrences of the query is not called empty, and none is counted that is given", async ({
    source,
    scope,
  }) => {
    await using snapshot = await source.open(opening(scope));
    const query = frozenQuery({ order: "event" });
    const omitted = await gather(snapshot.events(query, { empty: "omit", onLeftOut: () => assert.fail() }));
    const filled = (await gather(snapshot.events(query, { empty: "include" }))).filter(({ id }) => id !== 3);
    assert.deepEqual(filled, omitted);
    assert.ok(filled.every((event) => !("isEmpty" in event)));
  });

  test("counts the events that it leaves out as the reference does", async ({ source, reference, scope }) => {
    await using actual = await source.open(opening(scope, { batchSize: 2 }));
    await using expected = await reference.open(opening(scope));
    for (const [what, restrictions] of RESTRICTIONS)
      assert.deepEqual(await emptyEventsOf(actual, restrictions), await emptyEventsOf(expected, restrictions), what);
  });
}

async function emptyEventsOf(snapshot: OccurrenceSnapshot, restrictions: readonly OccurrenceRestriction[]) {
  let leftOut = 0;
  const onLeftOut = (count: number) => void (leftOut += count);
  const query = frozenQuery({ restrictions, order: "event" });
  const events = await gather(snapshot.events(query, { empty: "include", onLeftOut }));
  return { empty: events.filter(({ isEmpty }) => isEmpty === true).map(({ id }) => id), leftOut };
}

function dates(start: string | null, end: string | null): OccurrenceRestriction {
  return { kind: "dates", start, end };
}

function outside(ids: Partial<Extract<OccurrenceRestriction, { readonly kind: "outside" }>>): OccurrenceRestriction {
  return { kind: "outside", deploymentIds: [], eventIds: [], occurrenceIds: [], ...ids };
}
