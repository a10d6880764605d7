import { z } from "zod";
import type { RowErrorListener, RowFormat } from "../../src/contracts/row-format.js";
import { BaseExporter } from "../../src/core/exporters/base-exporter.js";
import type { DataSource } from "../../src/contracts/data-source.js";
import type { FilterBackend } from "../../src/contracts/filter-backend.js";

/** A row of the tests' own source. */
export interface NightRow {
  readonly id: number;
  readonly moths: number;
}

/** The fewest moths a selected row has. */
export interface NightQuery {
  readonly atLeast: number;
}

/** Keeps nights with at least `moths_min` moths. */
export class MothsFilter implements FilterBackend<NightQuery, { readonly moths_min?: number | undefined }> {
  readonly schema = z.object({ moths_min: z.int().min(0).optional() });

  apply(query: NightQuery, { moths_min: least = 0 }: { readonly moths_min?: number | undefined }): NightQuery {
    return { atLeast: Math.max(query.atLeast, least) };
  }
}

/** A source over rows in memory, as small as the contract allows. */
export function nightSource(rows: () => readonly NightRow[]): DataSource<NightRow, NightQuery> {
  return {
    queryset: () => ({ atLeast: 0 }),
    projectName: async () => "Night Watch",
    async open({ batchSize, signal }) {
      const frozen = rows();
      const selected = ({ atLeast }: NightQuery) => frozen.filter(({ moths }) => moths >= atLeast);
      return {
        count: async (query) => selected(query).length,
        async *batches(query) {
          const all = selected(query);
          for (let start = 0; start < all.length; start += batchSize) {
            signal.throwIfAborted();
            yield all.slice(start, start + batchSize);
          }
        },
        async [Symbol.asyncDispose]() {},
      };
    },
  };
}

/** Writes nights as lines of JSON. */
export class NightlyExporter extends BaseExporter<NightRow, NightQuery> {
  static readonly fileFormat: string = "ndjson";

  getSource(): DataSource<NightRow, NightQuery> {
    return nightSource(() => Array.from({ length: 25 }, (_, index) => ({ id: index + 1, moths: index })));
  }

  override getFilterBackends(): readonly FilterBackend<NightQuery>[] {
    return [new MothsFilter()];
  }

  override get batchSize(): number {
    return 10;
  }

  getFormat(): RowFormat<NightRow> {
    return NDJSON;
  }

  override encode(
    batches: AsyncIterable<readonly NightRow[]>,
    onRowError: RowErrorListener = (error) => {
      throw error;
    },
  ): AsyncIterable<Uint8Array> {
    return super.encode(batches, onRowError);
  }
}

const NDJSON: RowFormat<NightRow> = {
  fileFormat: "json",
  contentType: "application/json",
  async *encode(batches) {
    for await (const batch of batches) yield Buffer.from(batch.map((row) => `${JSON.stringify(row)}\n`).join(""));
  },
};
