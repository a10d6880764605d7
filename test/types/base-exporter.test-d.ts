import { expectTypeOf, test } from "vitest";
import {
  BaseExporter,
  createMemorySource,
  csv,
  ExportRegistry,
  type CsvColumn,
  type DataSource,
  type ExporterClass,
  type FilterBackend,
  type JsonObject,
  type MemoryQuery,
} from "../../src/index.js";
import { z } from "zod";

interface Detection {
  readonly id: number;
  readonly station: string;
}
interface DetectionQuery {
  readonly station?: string;
}
interface OtherQuery {
  readonly year: number;
}
declare const detections: DataSource<Detection, DetectionQuery>;
declare const others: DataSource<{ readonly year: number }, OtherQuery>;
declare const chunks: AsyncIterable<Uint8Array>;
type Batches = AsyncIterable<readonly Detection[]>;

class StationFilter implements FilterBackend<DetectionQuery> {
  readonly schema = z.object({ station: z.string().optional() });
  apply(query: DetectionQuery, { station }: JsonObject): DetectionQuery {
    return typeof station === "string" ? { ...query, station } : query;
  }
}
const yearFilter: FilterBackend<OtherQuery> = { schema: z.object({}), apply: ({ year }) => ({ year: year + 1 }) };

test("an exporter of one's own takes under 25 lines", () => {
  const COLUMNS: readonly CsvColumn<Detection>[] = [{ name: "station", value: ({ station }) => station }];
  class NightlyDetections extends BaseExporter<Detection, DetectionQuery> {
    static readonly fileFormat = "csv";
    getSource() {
      return detections;
    }
    override getFilterBackends() {
      return [new StationFilter()];
    }
    encode(batches: Batches) {
      return csv(COLUMNS).encode(batches);
    }
  }
  const registered = new ExportRegistry().register("nightly_detections")(NightlyDetections);
  expectTypeOf(registered).toEqualTypeOf<typeof NightlyDetections>();
  expectTypeOf(NightlyDetections).toExtend<ExporterClass>();
});

test("a forgotten hook does not compile", () => {
  // @ts-expect-error encode is missing
  class WithoutEncode extends BaseExporter<Detection, DetectionQuery> {
    static readonly fileFormat = "csv";
    getSource() {
      return detections;
    }
  }
  // @ts-expect-error getSource is missing
  class WithoutSource extends BaseExporter<Detection, DetectionQuery> {
    static readonly fileFormat = "csv";
    encode() {
      return chunks;
    }
  }
  void [WithoutEncode, WithoutSource];
});

test("a class without a file format does not register", () => {
  class WithoutFormat extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    encode() {
      return chunks;
    }
  }
  // @ts-expect-error fileFormat is missing
  new ExportRegistry().register("nightly")(WithoutFormat);
  // @ts-expect-error an abstract class makes no exporter
  new ExportRegistry().register("nightly")(BaseExporter);
});

test("source, rows and filters must be of one kind", () => {
  class WrongSource extends BaseExporter<Detection, DetectionQuery> {
    // @ts-expect-error rows of another source
    getSource() {
      return others;
    }
    encode() {
      return chunks;
    }
  }
  class WrongRows extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    // @ts-expect-error rows of another shape
    encode(_batches: AsyncIterable<readonly { readonly year: number }[]>) {
      return chunks;
    }
  }
  class WrongFilter extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    // @ts-expect-error a filter of another query
    override getFilterBackends() {
      return [yearFilter];
    }
    encode() {
      return chunks;
    }
  }
  class WrongBytes extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    // @ts-expect-error text is no bytes
    async *encode() {
      yield "text";
    }
  }
  void [WrongSource, WrongRows, WrongFilter, WrongBytes];
});

test("a memory source has rows, a key of one of them, and a query that is asked about a row", () => {
  const source = createMemorySource([{ id: 1, station: "ridge" }], { key: ({ id }) => id, inScope: ({ station }) => station !== "" });
  expectTypeOf(source).toEqualTypeOf<DataSource<{ id: number; station: string }, MemoryQuery<{ id: number; station: string }>>>();
  // @ts-expect-error without an order key rows have no order
  createMemorySource([{ id: 1 }], { inScope: () => true });
  // @ts-expect-error a date names no row
  createMemorySource([{ at: new Date() }], { key: ({ at }) => at, inScope: () => true });
});

test("a CSV column reads what a cell can hold, of the rows that there are", () => {
  const column = { name: "station", value: ({ station }: Detection) => station };
  expectTypeOf(csv([column]).encode).parameter(0).toEqualTypeOf<Batches>();
  // @ts-expect-error a cell holds no date
  csv<Detection>([{ name: "at", value: () => new Date() }]);
  // @ts-expect-error there is no such property
  csv<Detection>([{ name: "year", value: ({ year }) => year }]);
});
