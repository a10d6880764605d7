import assert from "node:assert/strict";
import type { Occurrence } from "../../occurrences/model/occurrence.js";
import type { ContractTest } from "../contract/contract-test.js";
import { opening, readRows } from "../data-source-suite/snapshot-fixture.js";
import type { ComparedSourceFixture } from "./occurrence-source-fixture.js";
import { frozenQuery, NEEDS } from "./restrictions.js";

/** Rules of derived values, with one occurrence of the fixture that shows each; worked out by hand, not by the reference. */
const RULES: readonly (readonly [
  rule: string,
  id: number,
  read: (occurrence: Occurrence) => unknown,
  expected: unknown,
])[] = [
  ["of equally scored boxes the lowest id is the best detection", 1, (o) => o.bestDetection?.id, 12],
  ["a score that is not terminal makes a best detection all the same", 13, (o) => o.bestDetection?.id, 131],
  ["boxes without a score come last for the best detection", 2, (o) => o.bestDetection?.id, 23],
  ["a marker is no best detection, however it scores", 5, (o) => o.bestDetection?.id, 52],
  ["a terminal prediction beats a better scored one that is not", 1, (o) => o.bestPrediction?.score, 0.8],
  ["a terminal prediction without a score beats any that is not terminal", 13, (o) => o.bestPrediction?.id, 131],
  ["of equally scored predictions the highest id is the best", 1, (o) => o.bestPrediction?.id, 30],
  [
    "a score that is not a number is none",
    2,
    (o) => o.detections?.[1]?.classifications.map(({ score }) => score),
    [null, null, null],
  ],
  ["a determination's score that is not a number is none", 6, (o) => o.determinationScore, null],
  ["predictions without a score come last", 2, (o) => o.bestPrediction?.id, 42],
  ["a prediction at a marker counts", 5, (o) => o.bestPrediction?.id, 51],
  [
    "a prediction that is not terminal is the best when there is no other",
    6,
    (o) => [o.bestPrediction?.id, o.bestPrediction?.score],
    [61, 0.1 + 0.2],
  ],
  ["without predictions there is no best one", 12, (o) => o.bestPrediction, null],
  [
    "of identifications made at one moment the highest id is the best; withdrawn ones are none",
    7,
    (o) => o.bestIdentification?.id,
    10,
  ],
  ["the newest identification is the best, to the microsecond", 11, (o) => o.bestIdentification?.id, 31],
  ["withdrawn identifications alone make no best one", 8, (o) => [o.bestIdentification, o.participantCount], [null, 0]],
  [
    "a deleted user's identification counts, the user does not",
    13,
    (o) => [o.bestIdentification?.id, o.bestIdentification?.user, o.participantCount],
    [21, null, 0],
  ],
  ["a user with two identifications is one participant", 7, (o) => o.participantCount, 2],
  [
    "the algorithm agreed with is the prediction's",
    8,
    (o) => o.identifications?.[0]?.agreedWithAlgorithm?.name,
    'Species, "broad"',
  ],
  [
    "the user agreed with is the identification's",
    7,
    (o) => o.bestIdentification?.agreedWithUser?.name,
    "Ada Nightingale",
  ],
  [
    "agreement with a deleted user's identification names nobody",
    11,
    (o) => o.identifications?.[1]?.agreedWithUser,
    null,
  ],
  ["markers are counted", 5, (o) => o.detectionsCount, 3],
  [
    "the first and last appearance ignore missing timestamps",
    5,
    (o) => [o.firstAppearance, o.lastAppearance],
    ["2023-06-19T21:30:00.000001", "2023-06-19T21:30:00.000001"],
  ],
  [
    "the first and last appearance are null without timestamps",
    6,
    (o) => [o.firstAppearance, o.lastAppearance],
    [null, null],
  ],
  ["detections come by id, numbers as numbers", 1, (o) => o.detections?.map(({ id }) => id), [12, 100]],
  ["classifications come by id", 1, (o) => o.detections?.[1]?.classifications.map(({ id }) => id), [6, 9, 30]],
  [
    "identifications come by id, withdrawn ones included",
    7,
    (o) => o.identifications?.map(({ id }) => id),
    [9, 10, 11, 12, 13],
  ],
  [
    "predictions are the best-scored per algorithm, by algorithm id",
    1,
    (o) => o.predictions?.map(({ id }) => id),
    [6, 30, 9],
  ],
  [
    "a classification without an algorithm is no algorithm's prediction",
    2,
    (o) => o.predictions?.map(({ id }) => id),
    [42],
  ],
  [
    "a crop's path lies below the media root",
    1,
    (o) => o.detections?.map(({ url }) => url),
    ["https://media.example.org/vault/crops/12.jpg", "https://media.example.org/vault/crops/100.jpg"],
  ],
  [
    "a crop's address is taken as it is; without a path there is none",
    2,
    (o) => o.detections?.slice(0, 2).map(({ url }) => url),
    [null, "https://crops.example.net/22.jpg?size=1"],
  ],
  [
    "a capture's path is joined to its base address, slash or none",
    1,
    (o) => o.detections?.map(({ capture }) => capture?.url),
    ["https://images.example.org/one/night%201/2%20%C3%BC.jpg", "https://images.example.org/one/captures/1.jpg"],
  ],
  [
    "a capture without a base address has no address, even where its path is one",
    12,
    (o) => o.bestDetection?.capture?.url,
    null,
  ],
  ["a capture without a base address has no address", 6, (o) => o.bestDetection?.capture?.url, null],
  [
    "timestamps keep microseconds and shift nowhere",
    5,
    (o) => [o.event?.start, o.createdAt],
    ["2023-06-19T21:30:00.123456", "2023-06-19T10:00:00.123456"],
  ],
  ["boxes are given as they are", 2, (o) => o.bestDetection?.bbox, [1, null, 3, 4]],
];

/** The members that every occurrence has, whatever is needed. */
const OWN_MEMBERS = [
  "createdAt",
  "deployment",
  "determination",
  "determinationScore",
  "event",
  "id",
  "project",
  "updatedAt",
];

/** Tests the derived values of an occurrence, and that nothing comes unasked. */
export function testDerivedValues(test: ContractTest<ComparedSourceFixture>): void {
  for (const [rule, id, read, expected] of RULES) {
    test(rule, async ({ source, scope }) => {
      await using snapshot = await source.open(opening(scope));
      const occurrences = await readRows(snapshot, frozenQuery({ needs: NEEDS }));
      const occurrence = occurrences.find((row) => row.id === id);
      assert.ok(occurrence !== undefined, `Occurrence ${id} is missing.`);
      assert.deepEqual(read(occurrence), expected);
    });
  }

  test("what is not needed is absent", async ({ source, scope }) => {
    await using snapshot = await source.open(opening(scope));
    for (const occurrence of await readRows(snapshot, frozenQuery({})))
      assert.deepEqual(Object.keys(occurrence).sort(), OWN_MEMBERS);
  });

  for (const need of NEEDS) {
    test(`the need ${need} gives what it names, and nothing else`, async ({ source, reference, scope }) => {
      await using actual = await source.open(opening(scope));
      await using expected = await reference.open(opening(scope));
      const query = frozenQuery({ needs: [need] });
      assert.deepEqual(await readRows(actual, query), await readRows(expected, query));
    });
  }
}
