import type { Occurrence, OccurrenceEvent } from "../../src/occurrences/model/occurrence.js";
import { OCCURRENCE_QUERYSET } from "../../src/occurrences/model/occurrence-query.js";
import type { OccurrenceSource } from "../../src/occurrences/model/occurrence-source.js";

const PER_EVENT = 50;

const TAXON = {
  id: 9,
  name: "Noctua pronuba",
  rank: "SPECIES",
  parents: [{ id: 1, name: "Lepidoptera", rank: "ORDER" }],
  commonName: null,
  author: "Linnaeus, 1758",
  gbifTaxonKey: null,
};

/** A source that makes up its occurrences as they are read and holds none, so that what an export holds can be measured. */
export function generatedSource(occurrences: number): OccurrenceSource {
  return {
    idType: "number",
    queryset: () => OCCURRENCE_QUERYSET,
    references: async () => new Map(),
    async open({ batchSize }) {
      return {
        count: async () => occurrences,
        project: async () => ({
          id: 1,
          name: "A generated project",
          description: "Occurrences that are made up while they are read.",
          license: "CC0-1.0",
          rightsHolder: "Nobody",
          ownerName: null,
          updatedAt: null,
        }),
        batches: () => batchesOf(occurrences, batchSize, occurrenceAt),
        events: () => batchesOf(Math.ceil(occurrences / PER_EVENT), batchSize, eventAt),
        async [Symbol.asyncDispose]() {},
      };
    },
  };
}

async function* batchesOf<Row>(
  count: number,
  batchSize: number,
  rowAt: (index: number) => Row,
): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < count; start += batchSize) {
    yield Array.from({ length: Math.min(batchSize, count - start) }, (_, offset) => rowAt(start + offset));
  }
}

function eventAt(index: number): OccurrenceEvent {
  const deployment = { id: 1, name: "Ridge", latitude: 45.5, longitude: -72.5 };
  return {
    id: index + 1,
    start: "2023-06-18T22:00:00",
    end: "2023-06-19T04:00:00",
    deployment,
    capturesCount: 400,
    updatedAt: null,
  };
}

function occurrenceAt(index: number): Occurrence {
  const event = eventAt(Math.floor(index / PER_EVENT));
  const bbox = [10.5, 20.25, 110.5, 140.75 + (index % 2_000)];
  const capture = {
    id: index,
    url: `https://media.example.org/${index}.jpg`,
    timestamp: event.start,
    width: 4096,
    height: 2160,
  };
  const detection = { id: index, timestamp: event.start, url: null, bbox, score: 0.9, algorithm: null, capture };
  const prediction = {
    id: index,
    taxon: TAXON,
    algorithm: { id: 1, name: "Moth classifier" },
    score: 0.875,
    terminal: true,
  };
  return {
    id: index + 1,
    project: { id: 1, name: "A generated project" },
    event,
    deployment: event.deployment,
    determination: TAXON,
    determinationScore: 0.875,
    createdAt: null,
    updatedAt: "2023-07-01T00:00:00",
    detectionsCount: 1,
    firstAppearance: event.start,
    lastAppearance: event.start,
    bestDetection: detection,
    bestPrediction: prediction,
    bestIdentification: null,
    participantCount: 0,
    detections: [{ ...detection, classifications: [prediction] }],
    identifications: [],
    predictions: [prediction],
  };
}

/** The same source, each of whose occurrences a person has identified. */
export function identified(source: OccurrenceSource): OccurrenceSource {
  const bestIdentification = {
    ...{ user: null, taxon: TAXON, withdrawn: false, comment: "", createdAt: null },
    ...{ agreedWithAlgorithm: null, agreedWithUser: null },
  };
  return {
    ...source,
    async open(options) {
      const snapshot = await source.open(options);
      return {
        ...snapshot,
        async *batches(query) {
          for await (const batch of snapshot.batches(query))
            yield batch.map((row) => ({ ...row, bestIdentification: { id: row.id, ...bestIdentification } }));
        },
      };
    },
  };
}
