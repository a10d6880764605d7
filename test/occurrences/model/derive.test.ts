import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appearance,
  bestDetection,
  bestIdentification,
  bestPrediction,
  deriveValues,
  participantCount,
  predictions,
} from "../../../src/occurrences/model/derive.js";
import { captureUrl, mediaUrl } from "../../../src/occurrences/model/media-url.js";
import type { Classification, ClassifiedDetection, Identification } from "../../../src/occurrences/model/occurrence.js";

const classification = (id: number, facts: Partial<Classification> = {}): Classification => ({
  id,
  taxon: null,
  algorithm: { id: 1, name: "A" },
  score: 0.5,
  terminal: true,
  ...facts,
});

const detection = (id: number, facts: Partial<ClassifiedDetection> = {}): ClassifiedDetection => ({
  id,
  timestamp: null,
  url: null,
  bbox: [0, 0, 1, 1],
  score: null,
  algorithm: null,
  capture: null,
  classifications: [],
  ...facts,
});

const identification = (id: number, facts: Partial<Identification> = {}): Identification => ({
  id,
  user: null,
  taxon: null,
  withdrawn: false,
  comment: "",
  createdAt: "2023-06-18T22:00:00",
  agreedWithAlgorithm: null,
  agreedWithUser: null,
  ...facts,
});

const scored = (id: number, score: number | null, facts: Partial<ClassifiedDetection> = {}) =>
  detection(id, { classifications: [classification(id, { score })], ...facts });

describe("the best detection", () => {
  test.each([
    ["has the highest score", [scored(1, 0.2), scored(2, 0.9), scored(3, 0.3)], 2],
    [
      "counts a detection's best classification",
      [
        detection(1, { classifications: [classification(1, { score: 0.1 }), classification(2, { score: 0.8 })] }),
        scored(2, 0.7),
      ],
      1,
    ],
    ["takes the lowest id of equal ones", [scored(10, 0.9), scored(9, 0.9)], 9],
    ["puts a score of 0 before none", [detection(1), scored(2, null), scored(3, 0)], 3],
    ["takes NaN for no score", [scored(1, NaN), scored(2, 0.1)], 2],
    ["takes the lowest id where none has a score", [scored(3, null), detection(2)], 2],
    ["has a box", [scored(1, 0.9, { bbox: null }), scored(2, 0.1)], 2],
  ])("%s", (_, detections, id) => expect(bestDetection(detections)?.id).toBe(id));

  test("is null without boxes", () => expect(bestDetection([scored(1, 0.9, { bbox: null })])).toBeNull());
});

describe("the best prediction", () => {
  test.each([
    [
      "is terminal, though another scores better",
      [classification(1, { score: 0.95, terminal: false }), classification(2, { score: 0.8 })],
      2,
    ],
    [
      "is terminal, though it has no score",
      [classification(2, { score: 0.95, terminal: false }), classification(1, { score: null })],
      1,
    ],
    ["has the highest score", [classification(1, { score: 0.9 }), classification(2, { score: 0.8 })], 1],
    ["puts a score of 0 before none", [classification(1, { score: 0 }), classification(2, { score: null })], 1],
    ["takes NaN for no score", [classification(2, { score: NaN }), classification(1, { score: 0.1 })], 1],
    ["takes the highest id of equal ones", [classification(10), classification(9)], 10],
  ])("%s", (_, classifications, id) => {
    const apart = classifications.map((each) => detection(Number(each.id), { bbox: null, classifications: [each] }));
    expect(bestPrediction([detection(1, { classifications })])?.id).toBe(id);
    expect(bestPrediction(apart)?.id).toBe(id);
  });

  test("is null without classifications", () => expect(bestPrediction([detection(1)])).toBeNull());
});

describe("the best identification", () => {
  test.each([
    [
      "is the newest",
      [
        identification(2, { createdAt: "2023-06-18T22:00:00.000001" }),
        identification(1, { createdAt: "2023-06-18T22:00:00.000002" }),
      ],
      1,
    ],
    [
      "compares instants where there are offsets",
      [
        identification(1, { createdAt: "2023-06-18T22:00:00-02:00" }),
        identification(2, { createdAt: "2023-06-18T23:00:00Z" }),
      ],
      1,
    ],
    [
      "is not withdrawn",
      [identification(1), identification(2, { withdrawn: true, createdAt: "2024-01-01T00:00:00" })],
      1,
    ],
    ["takes the highest id of equal ones", [identification(10), identification(9)], 10],
    ["puts one of unknown age last", [identification(1), identification(2, { createdAt: null })], 1],
  ])("%s", (_, identifications, id) => expect(bestIdentification(identifications)?.id).toBe(id));

  test("is null when all are withdrawn", () =>
    expect(bestIdentification([identification(1, { withdrawn: true })])).toBeNull());
});

test("participants are distinct, not deleted and have not withdrawn", () => {
  const [ada, bo, cy] = [1, 2, 3].map((id) => ({ id, name: "", email: null }));
  const said = [ada, ada, bo, null].map((user, index) => identification(index, { user: user ?? null }));
  expect(participantCount([...said, identification(9, { user: cy ?? null, withdrawn: true })])).toBe(2);
});

test("the appearance spans the earliest and the latest timestamp", () => {
  const timestamps = ["2023-06-18T22:00:00.5", null, "2023-06-18T22:00:00", "2023-06-19T01:00:00"];
  expect(appearance(timestamps.map((timestamp, id) => detection(id, { timestamp })))).toEqual({
    firstAppearance: "2023-06-18T22:00:00",
    lastAppearance: "2023-06-19T01:00:00",
  });
  expect(appearance([detection(1)])).toEqual({ firstAppearance: null, lastAppearance: null });
});

test("predictions are the best-scored per algorithm, by its id", () => {
  const [nine, ten] = [9, 10].map((id) => ({ id, name: "" }));
  const classifications = [
    classification(1, { algorithm: ten ?? null, score: 0.2 }),
    classification(2, { algorithm: ten ?? null, score: 0.9, terminal: false }),
    classification(3, { algorithm: nine ?? null, score: null }),
    classification(4, { algorithm: nine ?? null, score: null }),
    classification(5, { algorithm: null, score: 1 }),
  ];
  expect(predictions([detection(1, { classifications })]).map(({ id }) => id)).toEqual([4, 2]);
});

test("facts hold what is needed and nothing else, whatever the order of the evidence", () => {
  const evidence = fc.record({
    detections: fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 20 }), score: fc.constantFrom(null, 0, 0.5, 1), boxed: fc.boolean() }),
      { selector: ({ id }) => id },
    ),
    seed: fc.integer(),
  });
  const needs = [
    "detectionFacts",
    "bestDetection",
    "bestPrediction",
    "identificationFacts",
    "detections",
    "identifications",
    "predictions",
  ] as const;
  fc.assert(
    fc.property(evidence, ({ detections, seed }) => {
      const list = detections.map(({ id, score, boxed }) => scored(id, score, { bbox: boxed ? [1, 2, 3, 4] : null }));
      const turned = list.toSorted((a, b) => ((Number(a.id) * seed) % 7) - ((Number(b.id) * seed) % 7));
      expect(deriveValues({ detections: turned, identifications: [] }, needs)).toEqual(
        deriveValues({ detections: list, identifications: [] }, needs),
      );
    }),
  );
  expect(deriveValues({ detections: [], identifications: [] }, [])).toEqual({});
  expect(
    deriveValues({ detections: [scored(1, 1)], identifications: [] }, ["bestDetection"]).bestDetection,
  ).not.toHaveProperty("classifications");
});

describe("the address of a file", () => {
  test.each([
    ["crops/1.jpg", "https://media.example.org/vault/", "https://media.example.org/vault/crops/1.jpg"],
    ["/crops/1.jpg", "https://media.example.org/vault", "https://media.example.org/vault/crops/1.jpg"],
    ["crops/night 1/moth a.jpg", "/media/", "/media/crops/night%201/moth%20a.jpg"],
    ["moth#2.jpg", "/media/", "/media/moth%232.jpg"],
    ["50% light.jpg", "/media/", "/media/50%25%20light.jpg"],
    ["Füchsin né.jpg", "/media/", "/media/F%C3%BCchsin%20n%C3%A9.jpg"],
    ["a|b.jpg", "/media/", "/media/a%7Cb.jpg"],
    ["a%20b.jpg", "/media/", "/media/a%2520b.jpg"],
    ["a?b.jpg", "/media/", "/media/a%3Fb.jpg"],
    ["a\\b+c.jpg", "/media/", "/media/a%5Cb%2Bc.jpg"],
    ["trap=2,b/22:40@1$&;.jpg", "/media/", "/media/trap=2,b/22:40@1$&;.jpg"],
    ["..crops/a..b/...", "/media/", "/media/..crops/a..b/..."],
    ["%2e%2e/a.jpg", "/media/", "/media/%252e%252e/a.jpg"],
    ["httpd/1.jpg", "/media/", "/media/httpd/1.jpg"],
    ["HTTPS://crops.example.net/1.jpg?a=b", "/media/", "HTTPS://crops.example.net/1.jpg?a=b"],
    [
      "https://crops.example.net/night 1/a%20b|c.jpg?x=1 2",
      "/media/",
      "https://crops.example.net/night%201/a%20b|c.jpg?x=1%202",
    ],
    ["crops/1.jpg", null, null],
    ["crops/1.jpg", "", null],
    ["", "https://media.example.org/", null],
    [null, "https://media.example.org/", null],
  ])("%j below %j is %j", (path, root, expected) => {
    expect(mediaUrl(path, root)).toBe(expected);
    expect(captureUrl(root, path)).toBe(expected);
  });

  test.each([
    "../secrets.txt",
    "crops/../../a.jpg",
    "crops/..",
    "..",
    "s3://bucket/a.jpg",
    "//host/a.jpg",
    "file:///etc/a",
    "a\ud800.jpg",
  ])("is none for %j, and a listener hears of it", (path) => {
    const heard: string[] = [];
    expect(mediaUrl(path, "/media/", () => heard.push("crop"))).toBeNull();
    expect(captureUrl("/media/", path, () => heard.push("capture"))).toBeNull();
    expect(heard).toEqual(["crop", "capture"]);
  });

  test("is the path where that is one, but a capture's only where its station's images are served", () => {
    const path = "http://crops.example.net/1.jpg";
    expect([mediaUrl(path, null), captureUrl(null, path), captureUrl("", path)]).toEqual([path, null, null]);
  });
});

// cspell:ignore Cchsin
