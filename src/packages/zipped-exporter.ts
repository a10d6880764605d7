import type { DataSource, Snapshot } from "../contracts/data-source.js";
import type { ExportError } from "../contracts/export-error.js";
import type { ExportRun } from "../contracts/exporter.js";
import type { FilterBackend, FilterParams } from "../contracts/filter-backend.js";
import type { RowErrorListener, RowFormat } from "../contracts/row-format.js";
import { BaseExporter } from "../core/exporters/base-exporter.js";

/** The options that exporters of several tables share. */
export interface ZippedSpec<Row, Query> {
  readonly source: DataSource<Row, Query>;
  readonly filters: readonly FilterBackend<Query>[];
  readonly rowErrors: "fail" | "skip";
  readonly batchSize: number;
  checkRow?: ((row: Row) => Row) | undefined;
  jobName(filters: FilterParams): string | undefined;
}

/** The base of exporters that write several tables, or a table and what describes it, as one zip from one snapshot. */
export abstract class ZippedExporter<
  Row,
  Query,
  View extends Snapshot<Row, Query>,
  Spec extends ZippedSpec<Row, Query>,
> extends BaseExporter<Row, Query> {
  #snapshot: View | null = null;

  constructor(
    run: ExportRun,
    protected readonly spec: Spec,
  ) {
    super(run);
  }

  override get batchSize(): number {
    return this.spec.batchSize;
  }

  override get rowErrors(): "fail" | "skip" {
    return this.spec.rowErrors;
  }

  override checkRow(row: Row): Row {
    return this.spec.checkRow?.(row) ?? row;
  }

  jobName(): string {
    return this.spec.jobName(this.dataExport.filters) ?? `Export ${this.dataExport.format}`;
  }

  getSource(): DataSource<Row, Query> {
    return this.spec.source;
  }

  override getFilterBackends(): readonly FilterBackend<Query>[] {
    return this.spec.filters;
  }

  getFormat(): RowFormat<Row> {
    return {
      fileFormat: "zip",
      contentType: "application/zip",
      encode: (batches, onRowError = rethrow) => this.write(batches, onRowError),
    };
  }

  /** Writes the zip. Called within `export`, whose snapshot gives everything else too. */
  protected abstract write(
    batches: AsyncIterable<readonly Row[]>,
    onRowError: RowErrorListener,
  ): AsyncIterable<Uint8Array>;

  protected override withSnapshot<Result>(use: (snapshot: Snapshot<Row, Query>) => Promise<Result>): Promise<Result> {
    return super.withSnapshot((snapshot) => {
      this.#snapshot = snapshot as View; // a spec takes the source and the type of its snapshots from one option
      return use(snapshot);
    });
  }

  /** The snapshot that is open. */
  protected get snapshot(): View {
    if (this.#snapshot === null) throw new TypeError("A zip is encoded within export().");
    return this.#snapshot;
  }
}

function rethrow(error: ExportError): never {
  throw error;
}
