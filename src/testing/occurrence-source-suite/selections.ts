import assert from "node:assert/strict";
import type { ContractTest } from "../contract-test.js";
import { gather, opening, readRows } from "../data-source-suite/snapshots.js";
import type { OccurrenceSourceParts } from "../occurrence-source-suite.js";
import { frozenQuery, NEEDS, RESTRICTIONS } from "./restrictions.js";

const ORDERS = ["id", "event"] as const;

/** Which occurrences and events a query gives, compared with the reference. */
export function testSelections(test: ContractTest<OccurrenceSourceParts>): void {
  for (const [what, restrictions] of RESTRICTIONS) {
    test(`selects ${what}`, async ({ source, reference, scope }) => {
      for (const batchSize of [1, 4, 1000]) {
        await using actual = await source.open(opening(scope, { batchSize }));
        await using expected = await reference.open(opening(scope, { batchSize }));
        for (const order of ORDERS) {
          for (const needs of [[], NEEDS]) {
            const query = frozenQuery({ restrictions, order, needs });
            assert.deepEqual(await readRows(actual, query), await readRows(expected, query), `by ${order}, ${needs.length} needs, ${batchSize} at once`);
          }
        }
        assert.equal(await actual.count(frozenQuery({ restrictions })), await expected.count(frozenQuery({ restrictions })), "count");
      }
    });
  }

  for (const empty of ["omit", "include"] as const) {
    test(`gives the events of a selection by id, and ${empty}s those without any of it`, async ({ source, reference, scope }) => {
      for (const batchSize of [1, 1000]) {
        await using actual = await source.open(opening(scope, { batchSize }));
        await using expected = await reference.open(opening(scope, { batchSize }));
        for (const [what, restrictions] of RESTRICTIONS) {
          const query = frozenQuery({ restrictions, order: "event" });
          assert.deepEqual(await gather(actual.events(query, { empty })), await gather(expected.events(query, { empty })), what);
        }
      }
    });
  }

  test("batches of events hold at least one and at most batchSize", async ({ source, scope }) => {
    await using snapshot = await source.open(opening(scope, { batchSize: 2 }));
    const sizes: number[] = [];
    for await (const { length } of snapshot.events(frozenQuery({}), { empty: "include" })) sizes.push(length);
    assert.ok(sizes.every((size) => size >= 1 && size <= 2), `batches of ${sizes.join(", ")}`);
  });

  test("no restriction leads out of the scope", async ({ source, scope, otherScope }) => {
    for (const { projectId, userId } of [scope, otherScope]) {
      await using snapshot = await source.open(opening({ projectId, userId }));
      for (const [what, restrictions] of RESTRICTIONS) {
        const occurrences = await readRows(snapshot, frozenQuery({ restrictions }));
        assert.deepEqual(occurrences.filter(({ project }) => project.id !== projectId), [], what);
      }
    }
  });

  test("gives the other project's occurrences and events in its own scope", async ({ source, reference, otherScope }) => {
    await using actual = await source.open(opening(otherScope));
    await using expected = await reference.open(opening(otherScope));
    const query = frozenQuery({ needs: NEEDS, restrictions: [{ kind: "project_defaults" }] });
    const occurrences = await readRows(actual, query);
    assert.equal(occurrences.length, 2);
    assert.deepEqual(occurrences, await readRows(expected, query));
    const empty = "include";
    assert.deepEqual(await gather(actual.events(query, { empty })), await gather(expected.events(query, { empty })));
  });
}
