import type { DataSource, OpenOptions, Snapshot } from "../contracts/data-source.js";
import type { FilterBackend, FilterParams } from "../contracts/filter-backend.js";
import type { MetadataOption } from "../data-package/metadata-reader.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import type { DwcDpMetadata } from "./dwc-dp-metadata.js";
import type { DwcDpOptions } from "./dwc-dp-options.js";
import type { DwcDpTable } from "./dwc-dp-table.js";

/** The parts of a Darwin Core Data Package of any source. */
export interface DwcDpPackageOptions<Row, Query, View extends Snapshot<Row, Query>> extends DwcDpOptions {
  /** The source of the rows: each with everything that belongs together. */
  readonly source: DataSource<Row, Query> & { open(options: OpenOptions): Promise<View> };
  /** In the order of the files. Rows point at rows that come from the same row of the source, or come once. */
  readonly tables: readonly DwcDpTable<NoInfer<Row>>[];
  /** The texts, people and licences, as a value or from the snapshot. */
  readonly metadata: MetadataOption<DwcDpMetadata, View>;
  /** The filters that a request may give; by default none. */
  readonly filters?: readonly FilterBackend<Query>[];
  /** Narrows the source's query before filters apply. */
  readonly queryset?: (query: Query) => Query;
  /** Of the package's identifier, `urn:<namespace>:dataset:…`. By default `vasculum`. */
  readonly namespace?: string;
  /** `"fail"` (the default) ends the export at a row that cannot be written; `"skip"` leaves it out with all its rows and counts it. */
  readonly rowErrors?: "fail" | "skip";
  /** The most rows read at once; by default 500. */
  readonly batchSize?: number;
  /**
   * The rules by which the places of sensitive taxa are protected, by the terms of the fields that have values. Sensitive rows give events,
   * occurrences and identifications, and no row of another table. By default all is public.
   */
  readonly policy?: SensitivityPolicy | undefined;
  /** The name of the job, given the parsed filters; by default `Export <format key>`. */
  readonly jobName?: (filters: FilterParams) => string;
}
