import type { DataSource } from "../../contracts/data-source.js";
import type { Exporter, ExporterClass, ExportRun } from "../../contracts/exporter.js";

/** An exporter class whose exporters may have a source, as those of BaseExporter do. */
export interface TestableExporterClass<Row> extends Pick<
  ExporterClass,
  "fileFormat" | "contentType" | "filenameLabel"
> {
  new (run: ExportRun): Exporter & {
    /** Returns the source of the rows. */
    getSource?(): DataSource<Row, unknown>;
  };
}

/** Calls that an observer receives from a running exporter. An error from `exported` reaches the exporter. */
export interface ExporterObserver {
  /** The run gave this temp file. */
  tempFile(path: string): void;
  expected(total: number): void;
  /** So many more rows have been written. */
  exported(count: number): void;
  /** `export` was called; its outcome, before core wraps what it threw. */
  exporting(outcome: Promise<string>): void;
}

/** The class, but for telling the observer what its exporters do. */
export function observedExporter<Row>(
  exporter: TestableExporterClass<Row>,
  observer: ExporterObserver,
): TestableExporterClass<Row> {
  return class extends exporter {
    constructor(run: ExportRun) {
      super(observedRun(run, observer));
    }

    override export(): Promise<string> {
      const outcome = (async () => await super.export())();
      observer.exporting(outcome);
      return outcome;
    }
  };
}

function observedRun(run: ExportRun, observer: ExporterObserver): ExportRun {
  return {
    dataExport: run.dataExport,
    scope: run.scope,
    signal: run.signal,
    async tempFile(name) {
      const path = await run.tempFile(name);
      observer.tempFile(path);
      return path;
    },
    expected(total) {
      observer.expected(total);
      run.expected(total);
    },
    exported(count) {
      run.exported(count);
      observer.exported(count);
    },
    skipped: (error) => run.skipped(error),
    warn: (...warning) => run.warn(...warning),
    mayReadExact: async () => (await run.mayReadExact?.()) ?? false,
  };
}
