import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { createAntennaSchema, insertAntenna } from "../../examples/season/load-antenna.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";

const SEASON = generateSeason({ occurrences: 2000 });
const LISTS = Object.keys(SEASON) as (keyof OccurrenceDataset)[];

describe("the season", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(generateSeason({ occurrences: 2000 })).toEqual(SEASON);
    expect(generateSeason({ occurrences: 2000, seed: 2 }).occurrences).not.toEqual(SEASON.occurrences);
  });

  test("has what was asked for", () => {
    expect(LISTS.map((list) => [list, SEASON[list].length])).toEqual(
      expect.arrayContaining([["projects", 3], ["deployments", 12], ["events", 200], ["occurrences", 2000]]),
    );
    expect(SEASON.taxa.filter(({ rank }) => rank === "SPECIES").length).toBeGreaterThanOrEqual(60);
    expect(new Set(SEASON.taxa.map(({ name }) => name)).size).toBe(SEASON.taxa.length);
  });

  test("numbers every list from 1 on without gaps", () => {
    for (const list of LISTS) expect(SEASON[list].map(({ id }) => id), list).toEqual(SEASON[list].map((_, index) => index + 1));
  });

  test("gives every project what an archive's metadata needs", () => {
    for (const project of SEASON.projects) {
      expect(project.license).toMatch(/creativecommons/);
      expect(project.description?.length).toBeGreaterThan(25);
      expect(project.rightsHolder).not.toBeNull();
      expect(SEASON.users.map(({ name }) => name)).toContain(project.ownerName);
    }
  });

  const { occurrences, detections, classifications, identifications } = SEASON;
  const boxed = new Set(detections.filter(({ bbox }) => bbox !== null).map(({ occurrenceId }) => occurrenceId));
  const seen = new Set(detections.map(({ occurrenceId }) => occurrenceId));
  const oddities: readonly [string, boolean][] = [
    ["an occurrence without determination", occurrences.some(({ determinationId }) => determinationId === null)],
    ["an occurrence without event", occurrences.some(({ eventId }) => eventId === null)],
    ["an occurrence without detection", occurrences.some(({ id }) => !seen.has(id))],
    ["an occurrence with markers only", occurrences.some(({ id }) => seen.has(id) && !boxed.has(id))],
    ["a detection without occurrence", seen.has(null)],
    ["a null score", classifications.some(({ score }) => score === null)],
    ["a prediction that is not terminal", classifications.some(({ terminal }) => !terminal)],
    ["an identification by a deleted user", identifications.some(({ userId }) => userId === null)],
    ["a withdrawn identification", identifications.some(({ withdrawn }) => withdrawn)],
    ["agreement with a prediction", identifications.some(({ agreedWithPredictionId }) => agreedWithPredictionId !== null)],
    ["agreement with a person", identifications.some(({ agreedWithIdentificationId }) => agreedWithIdentificationId !== null)],
    ["disagreement", identifications.some((row) => row.agreedWithPredictionId === null && row.agreedWithIdentificationId === null)],
    ["a comment that starts like a formula", identifications.some(({ comment }) => comment.startsWith("="))],
    ["a timestamp with microseconds", detections.some(({ timestamp }) => /\.\d{6}$/.test(timestamp ?? ""))],
    ["a night without occurrences", SEASON.events.some(({ id }) => !occurrences.some(({ eventId }) => eventId === id))],
    ["an empty capture set", SEASON.collections.some(({ captureIds }) => captureIds.length === 0)],
  ];
  test.each(oddities)("has %s", (_, found) => expect(found).toBe(true));
});

describe("an Antenna database", () => {
  let database: PGlite;
  const execute = (sql: string, parameters: readonly string[]) => database.query(sql, [...parameters]);
  beforeAll(async () => {
    database = new PGlite();
    await createAntennaSchema(execute);
    await insertAntenna(execute, SEASON);
  }, 60_000);
  afterAll(() => database.close());

  const one = async (sql: string) => Object.values((await database.query<Record<string, unknown>>(sql)).rows[0] ?? {});

  test("holds the whole season", async () => {
    for (const [table, list] of [
      ["main_occurrence", "occurrences"],
      ["main_detection", "detections"],
      ["main_classification", "classifications"],
      ["main_identification", "identifications"],
      ["main_sourceimage", "captures"],
      ["main_taxon", "taxa"],
    ] as const) {
      expect(await one(`SELECT count(*)::int FROM ${table}`), table).toEqual([SEASON[list].length]);
    }
  });

  test("keeps boxes, nulls, microseconds and texts", async () => {
    const late = SEASON.detections.find(({ timestamp, bbox }) => /\.\d{6}$/.test(timestamp ?? "") && bbox !== null);
    expect(await one(`SELECT "timestamp"::text, bbox, path FROM main_detection WHERE id = ${late?.id}`)).toEqual([
      late?.timestamp?.replace("T", " "),
      late?.bbox,
      late?.path,
    ]);
    expect(await one("SELECT count(*)::int FROM main_detection WHERE bbox IS NULL")).toEqual([SEASON.detections.filter(({ bbox }) => bbox === null).length]);
    expect(await one("SELECT name FROM main_deployment WHERE id = 4")).toEqual(["=Ridge+4"]);
  });

  test("goes on numbering after the season's last id", async () => {
    expect(await one("INSERT INTO main_occurrence (project_id) VALUES (1) RETURNING id::int")).toEqual([2001]);
  });

  test("may be created again", async () => {
    await createAntennaSchema(execute);
    expect(await one("SELECT count(*)::int FROM main_project")).toEqual([3]);
  });
});
