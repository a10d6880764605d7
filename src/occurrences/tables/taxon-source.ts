import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import { getDataInBatches } from "../../core/exporters/get-data-in-batches.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import { compareIds } from "../model/compare-ids.js";
import type { Occurrence, Taxon } from "../model/occurrence.js";
import type { OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../model/occurrence-source.js";
import { compareTimestamps } from "../model/timestamps.js";

/** A taxon with what its occurrences say. Scores are those of determinations; occurrences without one are only counted. */
export interface TaxonRow {
  /** The taxon's. */
  readonly id: Id;
  readonly taxon: Taxon;
  readonly occurrencesCount: number;
  readonly lowestScore: number | null;
  readonly highestScore: number | null;
  readonly meanScore: number | null;
  /** The earliest and the latest timestamp of any detection. */
  readonly firstAppearance: string | null;
  readonly lastAppearance: string | null;
}

/**
 * The taxa as which a source's occurrences are determined, by taxon id. The occurrences are read once, batch by batch; only one row for
 * each taxon is held.
 */
export function taxonSource(source: OccurrenceSource): DataSource<TaxonRow, OccurrenceQuery> {
  return Object.freeze<DataSource<TaxonRow, OccurrenceQuery>>({
    queryset: () => source.queryset(),
    open: async (options) => taxonSnapshot(await source.open(options), options),
    projectName: async (scope, signal) => (await source.projectName?.(scope, signal)) ?? null,
  });
}

function taxonSnapshot(
  snapshot: OccurrenceSnapshot,
  { batchSize, signal }: OpenOptions,
): Snapshot<TaxonRow, OccurrenceQuery> {
  const known = new Map<OccurrenceQuery, Promise<readonly TaxonRow[]>>();
  const rowsOf = (query: OccurrenceQuery): Promise<readonly TaxonRow[]> => {
    const rows = known.get(query) ?? readTaxa(snapshot, query, signal);
    known.set(query, rows);
    return rows;
  };
  return {
    count: async (query) => (await rowsOf(query)).length,
    async *batches(query) {
      const rows = await rowsOf(query);
      for (let from = 0; from < rows.length; from += batchSize) yield rows.slice(from, from + batchSize);
    },
    leftOut: async (query) => (await snapshot.leftOut?.(query)) ?? null,
    get protection() {
      return snapshot.protection ?? null;
    },
    [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
  };
}

async function readTaxa(
  snapshot: OccurrenceSnapshot,
  query: OccurrenceQuery,
  signal: AbortSignal,
): Promise<readonly TaxonRow[]> {
  const sums = new Map<Id, TaxonSum>();
  const read: OccurrenceQuery = Object.freeze({
    ...query,
    order: "id",
    needs: Object.freeze(["detectionFacts"] as const),
  });
  for await (const batch of getDataInBatches(snapshot, read, signal)) {
    for (const occurrence of batch.map(checkOccurrence)) {
      const { determination: taxon } = occurrence;
      if (taxon === null) continue;
      const sum = sums.get(taxon.id) ?? new TaxonSum(taxon);
      sum.add(occurrence);
      sums.set(taxon.id, sum);
    }
  }
  return [...sums.values()].map((sum) => sum.row).sort((a, b) => compareIds(a.id, b.id));
}

class TaxonSum {
  readonly #taxon: Taxon;
  #count = 0;
  #scores = 0;
  #total = 0;
  #lowest: number | null = null;
  #highest: number | null = null;
  #first: string | null = null;
  #last: string | null = null;

  constructor(taxon: Taxon) {
    this.#taxon = taxon;
  }

  add({ determinationScore: score, firstAppearance, lastAppearance }: Occurrence): void {
    this.#count += 1;
    this.#first = earlier(this.#first, firstAppearance, (a, b) => compareTimestamps(a, b));
    this.#last = earlier(this.#last, lastAppearance, (a, b) => compareTimestamps(b, a));
    if (score === null) return;
    this.#scores += 1;
    this.#total += score;
    this.#lowest = Math.min(this.#lowest ?? score, score);
    this.#highest = Math.max(this.#highest ?? score, score);
  }

  get row(): TaxonRow {
    return {
      id: this.#taxon.id,
      taxon: this.#taxon,
      occurrencesCount: this.#count,
      lowestScore: this.#lowest,
      highestScore: this.#highest,
      meanScore: this.#scores === 0 ? null : this.#total / this.#scores,
      firstAppearance: this.#first,
      lastAppearance: this.#last,
    };
  }
}

function earlier(
  known: string | null,
  seen: string | null | undefined,
  order: (a: string, b: string) => number,
): string | null {
  if (seen == null) return known;
  return known === null || order(seen, known) < 0 ? seen : known;
}
