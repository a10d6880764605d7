import { describe, expect, test } from "vitest";
import { generateSeason } from "../../../examples/season/generate-season.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import type { OccurrenceDataset } from "../../../src/sources/memory/occurrence-dataset.js";
import { gather, opening, readRows } from "../../../src/testing/data-source-suite/snapshot-fixture.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { occurrenceSourceSuite } from "../../../src/testing/occurrence-source-suite/occurrence-source-suite.js";
import { frozenQuery, NEEDS } from "../../../src/testing/occurrence-source-suite/restrictions.js";

const SCOPE = { projectId: 1, userId: 1 };

describe("the occurrence source suite", () => {
  occurrenceSourceSuite({
    test,
    create: (dataset, options) => {
      const lists = { ...dataset, occurrences: [...dataset.occurrences], detections: [...dataset.detections] };
      const write = async (addition: OccurrenceDataset) => {
        lists.occurrences.push(...addition.occurrences);
        lists.detections.push(...addition.detections);
      };
      return { source: createMemoryOccurrenceSource(lists, options), write };
    },
  });
});

describe("a memory source of occurrences", () => {
  test("refuses occurrences that share an id", async () => {
    const occurrences = [...OCCURRENCE_FIXTURE.occurrences, ...OCCURRENCE_FIXTURE.occurrences.slice(0, 1)];
    const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, occurrences });
    await using snapshot = await source.open(opening(SCOPE));
    await expect(readRows(snapshot, source.queryset())).rejects.toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE" });
  });

  test("refuses a restriction of an unknown kind rather than ignore it", async () => {
    const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
    await using snapshot = await source.open(opening(SCOPE));
    const query = JSON.parse('{ "restrictions": [{ "kind": "colour" }], "order": "id", "needs": [] }');
    await expect(snapshot.count(query)).rejects.toMatchObject({ code: "FILTER_FAILED" });
  });

  test("knows the devices that stations have", async () => {
    const deployments = OCCURRENCE_FIXTURE.deployments.map((row) => (row.id === 2 ? { ...row, deviceId: 7 } : row));
    const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, deployments });
    const found = await source.references("device", [7, 8], { scope: SCOPE, signal: new AbortController().signal });
    expect([...found.values()]).toEqual([{ id: 7, name: "", projectIds: [1] }]);
    await using snapshot = await source.open(opening(SCOPE));
    const query = frozenQuery({ restrictions: [{ kind: "device", id: 7 }] });
    expect((await readRows(snapshot, query)).map(({ id, deployment }) => [id, deployment])).toEqual(
      [5, 8].map((id) => [id, { id: 2, name: "Étang", latitude: null, longitude: null }]),
    );
  });

  test("names its rows as its projects are named", () => {
    const project = OCCURRENCE_FIXTURE.projects[0];
    if (project === undefined) expect.unreachable();
    expect(
      createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, projects: [{ ...project, id: "a-uuid" }] }).idType,
    ).toBe("string");
    expect(createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, projects: [] }, { idType: "string" }).idType).toBe(
      "string",
    );
  });

  test("compares instants where timestamps have offsets, and keeps the text", async () => {
    const detections = OCCURRENCE_FIXTURE.detections.map((row) =>
      row.id === 12
        ? { ...row, timestamp: "2023-06-18T20:00:00-04:00" }
        : row.id === 100
          ? { ...row, timestamp: "2023-06-18T22:00:00Z" }
          : row,
    );
    const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, detections });
    await using snapshot = await source.open(opening(SCOPE));
    const [first] = await readRows(snapshot, { ...source.queryset(), needs: ["detectionFacts"] });
    expect(first).toMatchObject({
      id: 1,
      firstAppearance: "2023-06-18T22:00:00Z",
      lastAppearance: "2023-06-18T20:00:00-04:00",
    });
  });

  test("reads 20,000 occurrences with all facts and their events in seconds", { timeout: 60_000 }, async () => {
    const season = generateSeason({ occurrences: 20_000 });
    const source = createMemoryOccurrenceSource(season);
    const started = performance.now();
    let read = 0;
    for (const { id: projectId } of season.projects) {
      await using snapshot = await source.open(opening({ projectId, userId: 1 }, { batchSize: 500 }));
      const query = { ...source.queryset(), order: "event", needs: NEEDS } as const;
      const count = await snapshot.count(query);
      let rows = 0;
      for await (const batch of snapshot.batches(query)) rows += batch.length;
      expect(rows).toBe(count);
      read += rows;
      await gather(snapshot.events(query, { empty: "omit" }));
    }
    expect(read).toBeGreaterThan(18_000);
    expect(performance.now() - started).toBeLessThan(20_000);
    console.log(`20,000 occurrences: ${Math.round(performance.now() - started)} ms`);
  });
});
