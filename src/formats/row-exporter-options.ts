import type { DataSource, Snapshot } from "../contracts/data-source.js";
import type { FilterBackend, FilterParams } from "../contracts/filter-backend.js";
import type { AboutTexts, RowFormat } from "../contracts/row-format.js";
import type { Scope } from "../contracts/scope.js";
import type { PublicSource } from "../sensitivity/public-source.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";

/** The parts of an exporter of one table. */
export interface RowExporterOptions<Row, Query> {
  /** The source of the rows. */
  readonly source: DataSource<Row, Query>;
  /** The format that writes them: `csv(columns)`, `json(fields)`, or a format of your own. */
  readonly format: RowFormat<Row>;
  /** The filters of a request; by default none, so that every key is refused. */
  readonly filters?: readonly FilterBackend<Query>[];
  /**
   * Narrows or prepares the source's query before filters apply; by default it stays as it is. `columns` are the names of the columns
   * that the request chose, in order.
   */
  readonly queryset?: (query: Query, chosen: { readonly columns: readonly string[] }) => Query;
  /** The names of the columns that a user may export; by default all. Asked when a request is checked and when the job runs. */
  readonly allowedColumns?: (scope: Scope, signal: AbortSignal) => readonly string[] | Promise<readonly string[]>;
  /**
   * Checks a row as it comes from the source, before it is written, and returns the row to write. By default it returns
   * every row as it is. A check that throws makes the row unwritable.
   */
  readonly checkRow?: ((row: Row) => Row) | undefined;
  /**
   * The treatment of a row that cannot be written: `"fail"` (the default) ends the export, `"skip"` leaves the row out
   * and counts it.
   */
  readonly rowErrors?: "fail" | "skip";
  /** The most rows read at once; by default 2,000. */
  readonly batchSize?: number;
  /** The most bytes that the text of a row may have; by default 16 MiB. A larger row cannot be written: see `rowErrors`. */
  readonly maxRowBytes?: number;
  /** Names the job, given the parsed filters; by default `Export <format key>`. */
  readonly jobName?: (filters: FilterParams) => string;
  /** Goes into the file name: `<project>_<label>_export-<id>.<ext>`. */
  readonly filenameLabel?: string;
  /**
   * Decides which places and taxa are sensitive, and what of their rows is public, by the `term` of the columns. By
   * default nothing is sensitive.
   */
  readonly policy?: SensitivityPolicy;
}

/** The parts of an exporter class of one table. */
export interface RowExporterSpec<Row, Query> extends Omit<RowExporterOptions<Row, Query>, "policy"> {
  readonly source: PublicSource<DataSource<Row, Query>>;
  /** Reads texts about the data of a snapshot, for a format that has a place for them; by default the project's name is the title. */
  readonly aboutTexts?: ((snapshot: Snapshot<Row, Query>) => Promise<AboutTexts>) | undefined;
  /** Columns that the exporter added for its policy: left out where it changes nothing, and the request does not name them. */
  readonly policyColumns?: readonly string[];
}
