import assert from "node:assert/strict";
import { ExportError } from "../../contracts/export-error.js";
import type { ContractTest } from "../contract/contract-test.js";
import { gather, opening, readRows } from "../data-source-suite/snapshot-fixture.js";
import type { OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import type { ComparedSourceFixture } from "./occurrence-source-fixture.js";
import { frozenQuery, NEEDS, RESTRICTIONS } from "./restrictions.js";

const ORDERS = ["id", "event"] as const;

/** Tests the occurrences and events that a query gives, compared with the reference. */
export function testSelections(test: ContractTest<ComparedSourceFixture>): void {
  testOccurrences(test);
  testEvents(test);
  testScopes(test);
  testUnknownRestrictions(test);
}

function testOccurrences(test: ContractTest<ComparedSourceFixture>): void {
  for (const [what, restrictions] of RESTRICTIONS) {
    test(`selects ${what}`, async ({ source, reference, scope }) => {
      for (const batchSize of [1, 4, 1000]) {
        await using actual = await source.open(opening(scope, { batchSize }));
        await using expected = await reference.open(opening(scope, { batchSize }));
        for (const order of ORDERS) {
          for (const needs of [[], NEEDS]) {
            const query = frozenQuery({ restrictions, order, needs });
            assert.deepEqual(
              await readRows(actual, query),
              await readRows(expected, query),
              `by ${order}, ${needs.length} needs, ${batchSize} at once`,
            );
          }
        }
        assert.equal(
          await actual.count(frozenQuery({ restrictions })),
          await expected.count(frozenQuery({ restrictions })),
          "count",
        );
      }
    });
  }
}

function testEvents(test: ContractTest<ComparedSourceFixture>): void {
  for (const empty of ["omit", "include"] as const) {
    test(`gives the events of a selection by id, and ${empty}s those without any of it`, async ({
      source,
      reference,
      scope,
    }) => {
      for (const batchSize of [1, 1000]) {
        await using actual = await source.open(opening(scope, { batchSize }));
        await using expected = await reference.open(opening(scope, { batchSize }));
        for (const [what, restrictions] of RESTRICTIONS) {
          const query = frozenQuery({ restrictions, order: "event" });
          assert.deepEqual(
            await gather(actual.events(query, { empty })),
            await gather(expected.events(query, { empty })),
            what,
          );
        }
      }
    });
  }

  test("batches of events hold at least one and at most batchSize", async ({ source, scope }) => {
    await using snapshot = await source.open(opening(scope, { batchSize: 2 }));
    const sizes: number[] = [];
    for await (const { length } of snapshot.events(frozenQuery({}), { empty: "include" })) sizes.push(length);
    assert.ok(
      sizes.every((size) => size >= 1 && size <= 2),
      `batches of ${sizes.join(", ")}`,
    );
  });
}

function testScopes(test: ContractTest<ComparedSourceFixture>): void {
  test("no restriction leads out of the scope", async ({ source, scope, otherScope }) => {
    for (const { projectId, userId } of [scope, otherScope]) {
      await using snapshot = await source.open(opening({ projectId, userId }));
      for (const [what, restrictions] of RESTRICTIONS) {
        const occurrences = await readRows(snapshot, frozenQuery({ restrictions }));
        assert.deepEqual(
          occurrences.filter(({ project }) => project.id !== projectId),
          [],
          what,
        );
      }
    }
  });

  test("gives the other project's occurrences and events in its own scope", async ({
    source,
    reference,
    otherScope,
  }) => {
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

/** An own restriction that nobody declared, and a kind that there is not: as a query of another version may hold it. */
const UNKNOWN = [
  { kind: "own", name: "no_such_restriction", value: 1 },
  { kind: "no_such_kind" },
] as unknown as OccurrenceQuery["restrictions"];

function testUnknownRestrictions(test: ContractTest<ComparedSourceFixture>): void {
  test("refuses a restriction that it does not know with FILTER_FAILED", async ({ source, scope }) => {
    await using snapshot = await source.open(opening(scope));
    for (const restriction of UNKNOWN) {
      const query = frozenQuery({ restrictions: [restriction] });
      const readings = {
        count: () => snapshot.count(query),
        batches: () => readRows(snapshot, query),
        events: () => gather(snapshot.events(query, { empty: "omit" })),
      };
      for (const [method, read] of Object.entries(readings))
        await assert.rejects(
          async () => await read(),
          (error) => ExportError.is(error) && error.code === "FILTER_FAILED",
          `${method} must refuse the restriction ${JSON.stringify(restriction)}, or it exports rows that were not asked for`,
        );
    }
  });
}
