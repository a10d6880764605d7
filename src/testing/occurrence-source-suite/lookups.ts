import assert from "node:assert/strict";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import type { ReferenceKind } from "../../occurrences/model/occurrence-source.js";
import { type ContractTest, given } from "../contract/contract-test.js";
import { opening } from "../data-source-suite/snapshot-fixture.js";
import type { ComparedSourceFixture } from "./occurrence-source-fixture.js";
import { frozenQuery, RESTRICTIONS } from "./restrictions.js";

/** Ids of each kind: of project 1, of project 2, of both or of none, and one that does not exist. */
const IDS: readonly (readonly [kind: ReferenceKind, ids: readonly Id[]])[] = [
  ["project", [2, 1, 999]],
  ["collection", [4, 3, 1, 999]],
  ["taxa_list", [3, 2, 1, 5, 999]],
  ["taxon", [10, 7, 999]],
  ["deployment", [3, 1, 999]],
  ["event", [10, 4, 999]],
  ["capture", [8, 1, 999]],
  ["algorithm", [10, 1, 999]],
  ["site", [2, 1, 999]],
];

const LIVE = new AbortController().signal;

/** Tests what a source knows of projects and of things that filters point at. */
export function testLookups(test: ContractTest<ComparedSourceFixture>): void {
  test("project gives the facts of the scope's project", async ({ source, reference, scope, otherScope }) => {
    for (const each of [scope, otherScope]) {
      await using actual = await source.open(opening(each));
      await using expected = await reference.open(opening(each));
      assert.deepEqual(await actual.project(), await expected.project());
    }
  });

  test("project rejects with an ExportError where the project does not exist", async ({ source, scope }) => {
    await using snapshot = await source.open(opening({ ...scope, projectId: 987654321 }));
    await assert.rejects(async () => await snapshot.project(), ExportError.is);
  });

  test("idType is the type of the ids", async ({ source }) => assert.equal(source.idType, "number"));

  for (const [kind, ids] of IDS) {
    test(`references finds each ${kind} of any project, and nothing for an unknown id`, async ({
      source,
      reference,
      scope,
    }) => {
      const found = await source.references(kind, ids, { scope, signal: LIVE });
      const expected = await reference.references(kind, ids, { scope, signal: LIVE });
      for (const id of ids) assert.deepEqual(found.get(id), expected.get(id), `${kind} ${id}`);
      assert.equal(found.size, ids.length - 1);
    });
  }

  test("references of no ids finds nothing", async ({ source, scope }) => {
    assert.equal((await source.references("taxon", [], { scope, signal: LIVE })).size, 0);
  });

  test("references rejects with the reason of a signal that has aborted", async ({ source, scope }) => {
    const reason = new ExportError("CANCELLED");
    const signal = AbortSignal.abort(reason);
    await assert.rejects(
      async () => await source.references("taxon", [7], { scope, signal }),
      (error) => error === reason,
    );
  });

  test("after an abort project and events reject with its reason", async ({ source, scope }) => {
    const reason = new ExportError("CANCELLED");
    const controller = new AbortController();
    await using snapshot = await source.open(opening(scope, { signal: controller.signal }));
    controller.abort(reason);
    await assert.rejects(
      async () => await snapshot.project(),
      (error) => error === reason,
    );
    const events = snapshot.events(source.queryset(), { empty: "include" })[Symbol.asyncIterator]();
    await assert.rejects(
      async () => await events.next(),
      (error) => error === reason,
    );
  });
}

/** Tests the promises of `projectName`. */
export function testProjectName(test: ContractTest<ComparedSourceFixture>): void {
  test("projectName gives the project's name, and null where there is none", async ({ source, scope, otherScope }) => {
    given(source.projectName, "projectName");
    assert.equal(await source.projectName?.(scope, LIVE), 'Één: "Ridge" 🦋');
    assert.equal(await source.projectName?.(otherScope, LIVE), "Two");
    assert.equal(await source.projectName?.({ ...scope, projectId: 987654321 }, LIVE), null);
  });

  test("projectName rejects with the reason of a signal that has aborted", async ({ source, scope }) => {
    given(source.projectName, "projectName");
    const reason = new ExportError("CANCELLED");
    await assert.rejects(
      async () => await source.projectName?.(scope, AbortSignal.abort(reason)),
      (error) => error === reason,
    );
  });
}

/** Tests the promises of `defaults`. */
export function testDefaults(test: ContractTest<ComparedSourceFixture>): void {
  test("defaults gives the default filters of the scope's project, with names, and null where there is none", async ({
    source,
    reference,
    scope,
    otherScope,
  }) => {
    given(source.defaults, "defaults");
    for (const each of [scope, otherScope, { ...scope, projectId: 987654321 }]) {
      const options = { scope: each, signal: LIVE };
      assert.deepEqual(await source.defaults?.(options), await reference.defaults?.(options));
    }
  });
}

/** Tests the promises of a snapshot's `leftOut`. */
export function testLeftOut(test: ContractTest<ComparedSourceFixture>): void {
  for (const [what, unasked] of UNASKED) {
    test(`leftOut counts by reason what ${what} left out of each selection`, async ({ source, reference, scope }) => {
      await using actual = await source.open(opening(scope));
      await using expected = await reference.open(opening(scope));
      given(actual.leftOut, "leftOut");
      for (const [selection, asked] of RESTRICTIONS) {
        const query = frozenQuery({ restrictions: [...asked, ...unasked] });
        const counts = await actual.leftOut?.(query);
        assert.deepEqual(counts, await expected.leftOut?.(query), selection);
      }
      const all = frozenQuery({ restrictions: unasked });
      const counts = (await actual.leftOut?.(all)) ?? {};
      assert.ok(Object.values(counts).reduce((sum, count) => sum + count, 0) > 0, "the fixture leaves something out");
    });
  }
}

const UNASKED: readonly (readonly [what: string, restrictions: readonly OccurrenceRestriction[]])[] = [
  ["validity alone", []],
  ["validity, events and the project's defaults", [{ kind: "has_event" }, { kind: "project_defaults" }]],
];
