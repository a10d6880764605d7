import { expectTypeOf, test } from "vitest";
import {
  BaseExporter,
  createMemorySource,
  csv,
  json,
  ExportRegistry,
  type CsvColumn,
  type DataSource,
  type ExporterClass,
  type FilterBackend,
  type JsonObject,
  type MemoryQuery,
  type RowFormat,
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

class StationFilter implements FilterBackend<DetectionQuery> {
  readonly schema = z.object({ station: z.string().optional() });
  apply(query: DetectionQuery, { station }: JsonObject): DetectionQuery {
    return typeof station === "string" ? { ...query, station } : query;
  }
}
const yearFilter: FilterBackend<OtherQuery> = { schema: z.object({}), apply: ({ year }) => ({ year: year + 1 }) };

const COLUMNS: readonly CsvColumn<Detection>[] = [{ name: "station", value: ({ station }) => station }];

test("an exporter of one's own takes under 25 lines", () => {
  class NightlyDetections extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    override getFilterBackends() {
      return [new StationFilter()];
    }
    getFormat() {
      return csv(COLUMNS);
    }
  }
  const registered = new ExportRegistry().register("nightly_detections")(NightlyDetections);
  expectTypeOf(registered).toEqualTypeOf<typeof NightlyDetections>();
  expectTypeOf(NightlyDetections).toExtend<ExporterClass>();
});

test("a forgotten hook does not compile", () => {
  // @ts-expect-error getFormat is missing
  class WithoutFormat extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
  }
  // @ts-expect-error getSource is missing
  class WithoutSource extends BaseExporter<Detection, DetectionQuery> {
    getFormat() {
      return csv(COLUMNS);
    }
  }
  void [WithoutFormat, WithoutSource];
});

test("an abstract class does not register", () => {
  // @ts-expect-error an abstract class makes no exporter
  new ExportRegistry().register("nightly")(BaseExporter);
});

test("a subclass may make another kind of file", () => {
  class Csv extends BaseExporter<Detection, DetectionQuery> {
    static readonly fileFormat: string = "csv";
    getSource() {
      return detections;
    }
    getFormat(): RowFormat<Detection> {
      return csv(COLUMNS);
    }
  }
  class Json extends Csv {
    static override readonly fileFormat = "json";
    override getFormat() {
      return json<Detection>([{ name: "station", value: ({ station }) => station }]);
    }
  }
  new ExportRegistry().register("nightly")(Json);
});

test("source, rows and filters must be of one kind", () => {
  class WrongSource extends BaseExporter<Detection, DetectionQuery> {
    // @ts-expect-error rows of another source
    getSource() {
      return others;
    }
    getFormat() {
      return csv(COLUMNS);
    }
  }
  class WrongRows extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    // @ts-expect-error a format of other rows
    getFormat() {
      return csv<{ readonly year: number }>([{ name: "year", value: ({ year }) => year }]);
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
    getFormat() {
      return csv(COLUMNS);
    }
  }
  class WrongBytes extends BaseExporter<Detection, DetectionQuery> {
    getSource() {
      return detections;
    }
    getFormat() {
      return csv(COLUMNS);
    }
    // @ts-expect-error text is no bytes
    override async *encode() {
      yield "text";
    }
  }
  void [WrongSource, WrongRows, WrongFilter, WrongBytes];
});

test("a memory source has rows, a key of one of them, and a query that is asked about a row", () => {
  const source = createMemorySource([{ id: 1, station: "ridge" }], {
    key: ({ id }) => id,
    inScope: ({ station }) => station !== "",
  });
  expectTypeOf(source).toEqualTypeOf<
    DataSource<{ id: number; station: string }, MemoryQuery<{ id: number; station: string }>>
  >();
  // @ts-expect-error without an order key rows have no order
  createMemorySource([{ id: 1 }], { inScope: () => true });
  // @ts-expect-error a date names no row
  createMemorySource([{ at: new Date() }], { key: ({ at }) => at, inScope: () => true });
});

test("a CSV column reads what a cell can hold, of the rows that there are", () => {
  const column = { name: "station", value: ({ station }: Detection) => station };
  expectTypeOf(csv([column]).encode)
    .parameter(0)
    .toEqualTypeOf<AsyncIterable<readonly Detection[]>>();
  // @ts-expect-error a cell holds no date
  csv<Detection>([{ name: "at", value: () => new Date() }]);
  // @ts-expect-error there is no such property
  csv<Detection>([{ name: "year", value: ({ year }) => year }]);
});
