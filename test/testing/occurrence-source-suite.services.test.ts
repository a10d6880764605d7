import { describe, expect, test } from "vitest";
import type { Occurrence } from "../../src/occurrences/model/occurrence.js";
import type { OccurrenceQuery } from "../../src/occurrences/model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../../src/occurrences/model/occurrence-source.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";
import { opening } from "../../src/testing/data-source-suite/snapshot-fixture.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { frozenQuery, RESTRICTIONS } from "../../src/testing/occurrence-source-suite/restrictions.js";
import { occurrenceSourceSuite } from "../../src/testing/occurrence-source-suite/occurrence-source-suite.js";
import { failingTests } from "./failing-tests.js";

type Change = (source: OccurrenceSource, dataset: OccurrenceDataset, mediaUrl: string) => OccurrenceSource;

/** The source, with snapshots that differ in what `change` gives. */
const snapshots =
  (change: (snapshot: OccurrenceSnapshot) => Partial<OccurrenceSnapshot>): Change =>
  (source) => ({
    ...source,
    open: async (options) => {
      const snapshot = await source.open(options);
      return {
        count: (query) => snapshot.count(query),
        batches: (query) => snapshot.batches(query),
        events: (query, which) => snapshot.events(query, which),
        project: () => snapshot.project(),
        leftOut: async (query) => (await snapshot.leftOut?.(query)) ?? null,
        [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
        ...change(snapshot),
      };
    },
  });

/** Every row changed. */
const rows = (change: (row: Occurrence) => Occurrence): Change =>
  snapshots((snapshot) => ({
    batches: async function* (query) {
      for await (const batch of snapshot.batches(query)) yield batch.map(change);
    },
  }));

/** Every query changed. */
const queries = (change: (query: OccurrenceQuery) => OccurrenceQuery): Change =>
  snapshots((snapshot) => ({
    count: (query) => snapshot.count(change(query)),
    batches: (query) => snapshot.batches(change(query)),
  }));

const without = (kind: string): Change =>
  queries((query) => ({
    ...query,
    restrictions: query.restrictions.filter((restriction) => restriction.kind !== kind),
  }));

/** A source of a dataset that was changed on its way. */
const dataset =
  (change: (dataset: OccurrenceDataset) => Partial<OccurrenceDataset>): Change =>
  (_, whole, mediaUrl) =>
    createMemoryOccurrenceSource({ ...whole, ...change(whole) }, { mediaUrl });

/** One broken promise each, with a test that must notice. */
const MUTANTS: readonly (readonly [mutant: string, test: string, change: Change])[] = [
  ["ignores capture sets", "selects a capture set", without("collection")],
  ["ignores taxa", "selects a genus and what is below it", without("taxon")],
  ["ignores taxa lists", "selects a taxa list and what is below its taxa", without("taxa_list")],
  ["ignores deployments", "selects a deployment", without("deployment")],
  ["ignores events", "selects an event", without("event")],
  ["ignores dates", "selects what was detected on one day", without("dates")],
  ["ignores whose identification it is", "selects what the scope's user identified", without("verified_by_me")],
  ["ignores algorithms", "selects what an algorithm classified", without("algorithm")],
  ["ignores verification", "selects what nobody identified", without("verified")],
  ["ignores scores", "selects a least score of 0, which no missing score reaches", without("score_min")],
  ["ignores default filters", "selects the project's default filters", without("project_defaults")],
  ["ignores own restrictions", "refuses a restriction that it does not know with FILTER_FAILED", without("own")],
  ["ignores missing events", "selects occurrences with an event", without("has_event")],
  [
    "knows taxa but not what is below them",
    "selects an order and what is below it",
    dataset(({ taxa }) => ({ taxa: taxa.map((taxon) => ({ ...taxon, parents: [] })) })),
  ],
  ["knows one order only", "selects all valid occurrences", queries((query) => ({ ...query, order: "id" }))],
  [
    "takes markers for boxes",
    "selects all valid occurrences",
    dataset(({ detections }) => ({ detections: detections.map((row) => ({ ...row, bbox: row.bbox ?? [] })) })),
  ],
  [
    "gives everything unasked",
    "what is not needed is absent",
    queries((query) => ({ ...query, needs: ["detections", "identifications"] })),
  ],
  [
    "gives undefined for what is not needed",
    "what is not needed is absent",
    rows((row) => Object.assign({ detections: undefined }, row)),
  ],
  [
    "ignores terminal",
    "a terminal prediction beats a better scored one that is not",
    dataset(({ classifications }) => ({ classifications: classifications.map((row) => ({ ...row, terminal: true })) })),
  ],
  [
    "takes missing scores for the best",
    "predictions without a score come last",
    dataset(({ classifications }) => ({
      classifications: classifications.map((row) => ({ ...row, score: row.score ?? 1 })),
    })),
  ],
  [
    "counts withdrawn identifications",
    "withdrawn identifications alone make no best one",
    dataset(({ identifications }) => ({
      identifications: identifications.map((row) => ({ ...row, withdrawn: false })),
    })),
  ],
  [
    "cuts microseconds",
    "timestamps keep microseconds and shift nowhere",
    rows((row) => ({ ...row, createdAt: row.createdAt?.slice(0, 23) ?? null })),
  ],
  ["knows no media root", "a crop's path lies below the media root", (_, whole) => createMemoryOccurrenceSource(whole)],
  [
    "gives no empty events",
    "gives the events of a selection by id, and includes those without any of it",
    snapshots((snapshot) => ({ events: (query) => snapshot.events(query, { empty: "omit" }) })),
  ],
  [
    "gives empty events unasked",
    "gives the events of a selection by id, and omits those without any of it",
    snapshots((snapshot) => ({ events: (query) => snapshot.events(query, { empty: "include" }) })),
  ],
  [
    "gives empty events of any station",
    "a filter by deployment gives no empty event of another",
    dataset(({ events }) => ({ events: events.map((row) => (row.id === 3 ? { ...row, deploymentId: 2 } : row)) })),
  ],
  [
    "takes events for empty whose occurrences are not valid",
    "an event with occurrences that are not valid is left out, not empty",
    dataset(({ occurrences }) => ({ occurrences: occurrences.filter((row) => row.determinationId !== null) })),
  ],
  [
    "does not count the events that it leaves out",
    "default filters leave out events, and do not empty them",
    snapshots((snapshot) => ({ events: (query, { empty }) => snapshot.events(query, { empty }) })),
  ],
  [
    "calls no event empty",
    "a filter by event gives that event, when it is empty",
    snapshots((snapshot) => ({
      events: async function* (query, selection) {
        for await (const batch of snapshot.events(query, selection))
          yield batch.map(({ isEmpty: _, ...event }) => event);
      },
    })),
  ],
  [
    "knows one scope only",
    "no restriction leads out of the scope",
    (source) => ({ ...source, open: (options) => source.open({ ...options, scope: { projectId: 1, userId: 1 } }) }),
  ],
  [
    "finds its own project's things only",
    "references finds each collection of any project, and nothing for an unknown id",
    (source) => ({
      ...source,
      references: async (kind, ids, options) =>
        new Map(
          [...(await source.references(kind, ids, options))].filter(([, { projectIds }]) =>
            projectIds?.includes(options.scope.projectId),
          ),
        ),
    }),
  ],
  [
    "finds names for ids that do not exist",
    "references finds each taxon of any project, and nothing for an unknown id",
    (source) => ({
      ...source,
      references: async (_, ids) => new Map(ids.map((id) => [id, { id, name: "", projectIds: null }])),
    }),
  ],
  [
    "invents a project",
    "project rejects with an ExportError where the project does not exist",
    snapshots((snapshot) => ({
      project: () =>
        snapshot.project().catch(() => ({
          id: 0,
          name: "",
          description: null,
          license: null,
          rightsHolder: null,
          ownerName: null,
          updatedAt: null,
        })),
    })),
  ],
  [
    "counts a row that is left out under two reasons",
    "leftOut counts by reason what validity, events and the project's defaults left out of each selection",
    snapshots((snapshot) => ({
      leftOut: async (query) => {
        const counts = (await snapshot.leftOut?.(query)) ?? {};
        return { ...counts, no_event: (counts["no_event"] ?? 0) + 1 };
      },
    })),
  ],
  [
    "counts what no selection asks for as left out",
    "leftOut counts by reason what validity alone left out of each selection",
    snapshots((snapshot) => ({
      leftOut: async () => (await snapshot.leftOut?.(frozenQuery({}))) ?? null,
    })),
  ],
  [
    "names the default filters of another project",
    "defaults gives the default filters of the scope's project, with names, and null where there is none",
    (source) => ({
      ...source,
      defaults: async ({ scope, signal }) =>
        (await source.defaults?.({ scope: { ...scope, projectId: 1 }, signal })) ?? null,
    }),
  ],
  ["counts live occurrences", "what is written after open is not seen", countsLive],
];

function countsLive(source: OccurrenceSource): OccurrenceSource {
  return {
    ...source,
    open: async (options) => {
      const first = await source.open(options);
      const count = async (query: OccurrenceQuery): Promise<number> => {
        await using live = await source.open(options);
        return await live.count(query);
      };
      return Object.assign(first, { count });
    },
  };
}

test("each kind of restriction leaves occurrences of the fixture out", async () => {
  await using snapshot = await createMemoryOccurrenceSource(OCCURRENCE_FIXTURE).open(
    opening({ projectId: 1, userId: 1 }),
  );
  const all = await snapshot.count(frozenQuery({}));
  const narrowing = new Set<string>();
  for (const [, [restriction, ...others]] of RESTRICTIONS) {
    if (restriction === undefined || others.length > 0) continue;
    if ((await snapshot.count(frozenQuery({ restrictions: [restriction] }))) < all) narrowing.add(restriction.kind);
  }
  const kinds = RESTRICTIONS.flatMap(([, restrictions]) => restrictions.map(({ kind }) => kind));
  expect([...narrowing].sort()).toEqual([...new Set(kinds)].sort());
});

describe("the occurrence source suite notices a source that", () => {
  test.each(MUTANTS)("%s: %s", { timeout: 30_000 }, async (_, expected, change) => {
    const failing = await failingTests((register) => {
      occurrenceSourceSuite({
        test: register,
        create: (whole, { mediaUrl }) => {
          const lists = { ...whole, occurrences: [...whole.occurrences], detections: [...whole.detections] };
          const write = async (addition: OccurrenceDataset) => {
            lists.occurrences.push(...addition.occurrences);
            lists.detections.push(...addition.detections);
          };
          return { source: change(createMemoryOccurrenceSource(lists, { mediaUrl }), lists, mediaUrl), write };
        },
      });
    });
    expect(failing).toContain(expected);
  });
});
