import { describe, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
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
      expect.arrayContaining([
        ["projects", 3],
        ["deployments", 12],
        ["events", 200],
        ["occurrences", 2000],
      ]),
    );
    expect(SEASON.taxa.filter(({ rank }) => rank === "SPECIES").length).toBeGreaterThanOrEqual(60);
    expect(new Set(SEASON.taxa.map(({ name }) => name)).size).toBe(SEASON.taxa.length);
  });

  test("numbers every list from 1 on without gaps", () => {
    for (const list of LISTS)
      expect(
        SEASON[list].map(({ id }) => id),
        list,
      ).toEqual(SEASON[list].map((_, index) => index + 1));
  });

  test("gives every project what an archive's metadata needs, but the last, which has no licence", () => {
    expect(SEASON.projects.map(({ license }) => license !== null)).toEqual([true, true, false]);
    for (const project of SEASON.projects) {
      expect(project.license ?? "creativecommons").toMatch(/creativecommons/);
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
    [
      "agreement with a prediction",
      identifications.some(({ agreedWithPredictionId }) => agreedWithPredictionId !== null),
    ],
    [
      "agreement with a person",
      identifications.some(({ agreedWithIdentificationId }) => agreedWithIdentificationId !== null),
    ],
    [
      "disagreement",
      identifications.some((row) => row.agreedWithPredictionId === null && row.agreedWithIdentificationId === null),
    ],
    ["a comment that starts like a formula", identifications.some(({ comment }) => comment.startsWith("="))],
    ["a timestamp with microseconds", detections.some(({ timestamp }) => /\.\d{6}$/.test(timestamp ?? ""))],
    ["a night without occurrences", SEASON.events.some(({ id }) => !occurrences.some(({ eventId }) => eventId === id))],
    ["an empty capture set", SEASON.collections.some(({ captureIds }) => captureIds.length === 0)],
  ];
  test.each(oddities)("has %s", (_, found) => expect(found).toBe(true));
});
