import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExporterClass, ExportRun } from "../../src/contracts/exporter.js";
import type { ExportError } from "../../src/contracts/export-error.js";
import type { JsonObject } from "../../src/contracts/json.js";
import type { Occurrence } from "../../src/occurrences/model/occurrence.js";
import { type OccurrenceQuery, OCCURRENCE_QUERYSET } from "../../src/occurrences/model/occurrence-query.js";
import type { OccurrenceSource, Reference, ReferenceKind } from "../../src/occurrences/model/occurrence-source.js";

export const NOCTUA = {
  id: 99,
  name: "Noctua pronuba",
  rank: "SPECIES",
  parents: [
    { id: 1, name: "Lepidoptera", rank: "ORDER" },
    { id: 2, name: "Noctuidae", rank: "FAMILY" },
  ],
  commonName: "Large Yellow Underwing",
  author: "Linnaeus, 1758",
  gbifTaxonKey: 1,
} as const;

/** An occurrence of which nothing is known but what must be. */
export function bareOccurrence(id: number): Occurrence {
  return {
    id,
    project: { id: 1, name: "Vermont Atlas" },
    event: null,
    deployment: null,
    determination: NOCTUA,
    determinationScore: null,
    createdAt: null,
    updatedAt: null,
    detectionsCount: 1,
    firstAppearance: null,
    lastAppearance: null,
    bestDetection: null,
    bestPrediction: null,
    bestIdentification: null,
    participantCount: 0,
    detections: [],
    identifications: [],
    predictions: [],
  };
}

/** What a source of literal occurrences was asked for. */
export interface LiteralSource extends OccurrenceSource {
  readonly queries: OccurrenceQuery[];
  readonly batchSizes: number[];
}

/** A source of these occurrences, whatever the query; `references` are those it knows of. */
export function literalSource(
  occurrences: readonly Occurrence[],
  references: Partial<Record<ReferenceKind, readonly Reference[]>> = {},
  idType: OccurrenceSource["idType"] = "number",
): LiteralSource {
  const queries: OccurrenceQuery[] = [];
  const batchSizes: number[] = [];
  return {
    queries,
    batchSizes,
    idType,
    queryset: () => OCCURRENCE_QUERYSET,
    references: async (kind, ids) =>
      new Map((references[kind] ?? []).filter(({ id }) => ids.includes(id)).map((found) => [found.id, found])),
    open: async ({ batchSize }) => ({
      count: async () => occurrences.length,
      async *batches(query) {
        queries.push(query);
        batchSizes.push(batchSize);
        for (let start = 0; start < occurrences.length; start += batchSize)
          yield occurrences.slice(start, start + batchSize);
      },
      project: () => Promise.reject(new TypeError("not asked for")),
      events: () => {
        throw new TypeError("not asked for");
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
  };
}

/** What came of an export. */
export interface Outcome {
  readonly text: string;
  readonly exported: number;
  readonly skipped: readonly ExportError[];
  readonly warnings: readonly (readonly unknown[])[];
}

/** Runs an exporter as core does, and gives the file's text. */
export async function runExport(exporterClass: ExporterClass, filters: JsonObject = {}): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  const skipped: ExportError[] = [];
  const warnings: unknown[][] = [];
  let exported = 0;
  const scope = { projectId: 1, userId: 2 };
  const run: ExportRun = {
    dataExport: { id: 7, ...scope, format: "test", filters, options: {} },
    scope,
    signal: new AbortController().signal,
    tempFile: async (name) => {
      await writeFile(join(directory, name), "", { flag: "wx" });
      return join(directory, name);
    },
    expected: () => undefined,
    exported: (count) => void (exported += count),
    skipped: (error) => void skipped.push(error),
    warn: (...warning) => void warnings.push(warning),
  };
  try {
    const text = await readFile(await new exporterClass(run).export(), "utf8");
    return { text, exported, skipped, warnings };
  } finally {
    await rm(directory, { recursive: true });
  }
}
