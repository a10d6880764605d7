import type { DataSource, OpenOptions, Snapshot } from "../contracts/data-source.js";
import type { FilterBackend, FilterParams } from "../contracts/filter-backend.js";
import type { MetadataOption } from "./metadata-reader.js";

/** The parts of a package of any source, whatever its standard. */
export interface AnyPackageOptions<Row, Query, View extends Snapshot<Row, Query>, Metadata> {
  /** The source of the rows: each with everything that belongs together. */
  readonly source: DataSource<Row, Query> & { open(options: OpenOptions): Promise<View> };
  /** The texts, people and licences, as a value or from the snapshot. */
  readonly metadata: MetadataOption<Metadata, View>;
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
  /** The name of the job, given the parsed filters; by default `Export <format key>`. */
  readonly jobName?: (filters: FilterParams) => string;
}
