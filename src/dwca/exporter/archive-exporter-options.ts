import type { DataSource, Snapshot } from "../../contracts/data-source.js";
import type { FilterBackend, FilterParams } from "../../contracts/filter-backend.js";
import type { Scope } from "../../contracts/scope.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { ArchiveLevel } from "../checks/archive-check.js";
import type { DatasetMetadataOptions } from "../metadata/dataset-metadata.js";
import type { DwcField } from "../tables/dwc-field.js";
import type { ArchiveDataset } from "./archive-description.js";
import type { CoreReading } from "./archive-spec.js";

/** The table that an archive's other tables point at. */
export interface ArchiveCoreSpec<Row, Query, CoreRow, View> {
  /** `Event`, `Occurrence`, `Taxon`, a prefixed name or an IRI. */
  readonly rowType: string;
  readonly fields: readonly DwcField<CoreRow, ArchiveDataset>[];
  /** By default the row type's name: `event.txt`. */
  readonly file?: string;
  /** The term of the field that identifies a row; by default `dwc:eventID`, `dwc:occurrenceID` or `dwc:taxonID`. */
  readonly id?: string;
  /**
   * Derives the core row of a row: consecutive rows whose core rows have one id share it, and the first of them is written. By default each
   * row is a core row of its own, and an id that comes twice is `SOURCE_ORDER_NOT_UNIQUE`.
   */
  readonly of?: (row: Row) => CoreRow;
  /** Reads the core rows by themselves, in the order of the rows, from the same snapshot: for events without occurrences. */
  readonly rows?: CoreReading<Query, CoreRow, View>;
}

/** A table whose rows are derived from rows of the source, none to many from each. */
export interface ArchiveExtensionSpec<Row, ExtensionRow = Row> {
  /** `Occurrence`, `Multimedia`, `MeasurementOrFact`, a prefixed name or an IRI. */
  readonly rowType: string;
  /** Derives the rows of a row, in a fixed order. */
  readonly rows: (row: Row) => Iterable<ExtensionRow>;
  readonly fields: readonly DwcField<ExtensionRow, ArchiveDataset>[];
  /** By default the row type's name: `multimedia.txt`. */
  readonly file?: string;
  /**
   * Gives the id of the core row, for a core with `rows` of its own. By default the field with the core's id term.
   * Without such a field, and with a core derived from rows, the id of the row's own core row.
   */
  readonly coreId?: (row: ExtensionRow) => string;
}

/** A source whose snapshots have this type. */
export interface OpensViews<View> {
  /** Opens one consistent view, as {@link DataSource} says. */
  open(options: never): Promise<View>;
}

/** The parts of an archive. */
export interface ArchiveExporterOptions<
  Row,
  Query,
  CoreRow,
  View extends Snapshot<Row, Query>,
  ExtensionRows extends readonly unknown[],
> {
  /** The source of the rows; the type of its snapshots is what `metadata` and `core.rows` get. */
  readonly source: DataSource<Row, Query> & OpensViews<View>;
  readonly core: ArchiveCoreSpec<NoInfer<Row>, NoInfer<Query>, CoreRow, NoInfer<View>>;
  /** By default none. A request may choose among them (`options.extensions`, by file name without its ending). */
  readonly extensions?: {
    readonly [Index in keyof ExtensionRows]: ArchiveExtensionSpec<NoInfer<Row>, ExtensionRows[Index]>;
  };
  /**
   * The dataset's people and texts for eml.xml, as a value or from the snapshot. Checked when a request is checked, and again before the
   * upload. Coverage, dates and packageId come from the cells as written.
   */
  readonly metadata:
    | DatasetMetadataOptions
    | ((context: {
        readonly scope: Scope;
        readonly snapshot: View;
        readonly signal: AbortSignal;
      }) => DatasetMetadataOptions | Promise<DatasetMetadataOptions>);
  /** The filters of a request; by default none. */
  readonly filters?: readonly FilterBackend<Query>[];
  /** Narrows the source's query before filters apply. */
  readonly queryset?: (query: Query) => Query;
  /** Of identifiers: letters, digits and hyphens (RFC 8141 §2). By default `vasculum`. */
  readonly namespace?: string;
  /** `"fail"` (the default) ends the export at a row that cannot be written; `"skip"` leaves it out with all its rows and counts it. */
  readonly rowErrors?: "fail" | "skip";
  /**
   * Decides which places and taxa are sensitive, and what of their rows is public, by the terms of the fields. By
   * default nothing is sensitive.
   */
  readonly policy?: SensitivityPolicy;
  /** The most rows read at once; by default 1,000. */
  readonly batchSize?: number;
  /**
   * The checks of the finished archive before it is uploaded: `"structure"` (the default; about 4 µs per row) or
   * `"gbif"`, which also looks at every value. Errors fail the export with `ARCHIVE_INVALID`, warnings go on the
   * record.
   */
  readonly check?: ArchiveLevel;
  /** Names the job, given the parsed filters; by default `Export <format key>`. */
  readonly jobName?: (filters: FilterParams) => string;
}
