import type { ExporterClass } from "../../../src/contracts/exporter.js";
import type { JsonObject } from "../../../src/contracts/json.js";
import { createCocoExporter, type CocoExporterOptions } from "../../../src/coco.js";
import type {
  Capture,
  ClassifiedDetection,
  Identification,
  Occurrence,
} from "../../../src/occurrences/model/occurrence.js";
import type { OccurrenceSource } from "../../../src/occurrences/model/occurrence-source.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { readZip } from "../../dwca/read-zip.js";
import { bareOccurrence, literalSource, NOCTUA } from "../literal-source.js";
import type { CocoJson } from "./coco-faults.js";

export const PROJECT = {
  ...{ id: 1, name: "Vermont Atlas", description: null, license: "CC-BY-4.0", rightsHolder: "The Ridge" },
  ...{ ownerName: "Ada", updatedAt: null },
};

/** A source of these occurrences, with a project. */
export function sourceOf(rows: readonly Occurrence[], project: object = {}): OccurrenceSource {
  const source = literalSource(rows);
  return {
    ...source,
    open: async (options) => ({ ...(await source.open(options)), project: async () => ({ ...PROJECT, ...project }) }),
  };
}

/** Runs an exporter, and reads the files of its zip. */
export async function runCoco(exporter: ExporterClass, options: JsonObject = {}) {
  const { bytes, record, warnings } = await testExporter(exporter, { options });
  if (record.error !== null) throw new Error(JSON.stringify(record.error));
  const files = await readZip(bytes);
  const parse = <Value>(name: string) => JSON.parse(files.get(name) ?? "null") as Value;
  return {
    files,
    record,
    bytes: Buffer.from(bytes),
    coco: parse<CocoJson>("annotations.json"),
    results: parse<readonly Record<string, unknown>[]>("results.json"),
    warnings: warnings.map(({ code, count }) => [code, count]),
  };
}

/** The same over literal occurrences. */
export async function cocoOf(rows: readonly Occurrence[], options: Partial<CocoExporterOptions> = {}) {
  return await runCoco(createCocoExporter({ source: sourceOf(rows), ...options }));
}

const CAPTURE: Capture = {
  ...{ id: 4, url: "https://media.example.org/night%201/4.jpg", timestamp: "2023-06-18T22:42:20" },
  ...{ width: 400, height: 200 },
};

/** A detection with a box and a prediction, on a capture of its own number. */
export function detection(id: number, changes: Partial<ClassifiedDetection> = {}, capture: Partial<Capture> = {}) {
  const algorithm = { id: 2, name: "Vermont moths v3" };
  return {
    ...{ id, timestamp: CAPTURE.timestamp, url: null, bbox: [10.5, 20, 110.5, 70], score: 0.9, algorithm },
    capture: { ...CAPTURE, id, ...capture },
    classifications: [{ id, taxon: NOCTUA, algorithm, score: 0.331, terminal: true }],
    ...changes,
  };
}

const STATION = { id: 3, name: "Station", latitude: 44.5, longitude: -72.5 };
const EVENT = { start: "2023-06-18T22:00:00", end: null, deployment: STATION, capturesCount: 9, updatedAt: null };

/** An occurrence at a station, of one detection. */
export function seen(id: number, changes: Partial<Occurrence> = {}): Occurrence {
  const known = { event: { id: 45, ...EVENT }, deployment: STATION, updatedAt: "2023-07-01T10:00:00" };
  return { ...bareOccurrence(id), ...known, detections: [detection(id)], ...changes };
}

/** What a person said. */
export function saidBy(taxon: Identification["taxon"]): Pick<Occurrence, "bestIdentification"> {
  return {
    bestIdentification: {
      ...{ id: 1, user: null, taxon, withdrawn: false, comment: "", createdAt: null },
      ...{ agreedWithAlgorithm: null, agreedWithUser: null },
    },
  };
}
