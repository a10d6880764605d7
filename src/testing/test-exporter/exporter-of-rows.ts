import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import { MemoryView } from "../../sources/memory/memory-view.js";
import type { TestableExporterClass } from "./observed-exporter.js";

/** Rows to read, and a listener that hears when they are read. */
export interface RowsToRead<Row> {
  readonly rows: readonly Row[];
  readonly opened: () => void;
}

/** The class, but for its exporters reading these rows whatever the query is. The query is still made and narrowed by the exporter itself. */
export function exporterOfRows<Row>(
  exporter: TestableExporterClass<Row>,
  { rows, opened }: RowsToRead<Row>,
): TestableExporterClass<Row> {
  return class extends exporter {
    override getSource(): DataSource<Row, unknown> {
      const source = super.getSource?.();
      const open = async (opening: OpenOptions): Promise<Snapshot<Row, unknown>> => {
        opened();
        return openRows(rows, opening);
      };
      return { queryset: () => source?.queryset(), open };
    }
  };
}

function openRows<Row>(rows: readonly Row[], opening: OpenOptions): Snapshot<Row, unknown> {
  const view = new MemoryView(opening);
  return {
    count: async () => (view.check(), rows.length),
    batches: () =>
      view.batches(
        () => rows,
        (row) => row,
      ),
    [Symbol.asyncDispose]: async () => view.close(),
  };
}
