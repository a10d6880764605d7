import type { DataSource, OpenOptions, Snapshot } from "../contracts/data-source.js";
import type { FilterBackend, FilterParams } from "../contracts/filter-backend.js";
import type { MetadataOption } from "../data-package/metadata-reader.js";
import type { TableValues } from "../data-package/table-map.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import type { CamtrapMetadata } from "./camtrap-metadata.js";
import type { CamtrapTaxon } from "./camtrap-taxon.js";
import type { CamtrapDeploymentField } from "./deployments-table.js";
import type { CamtrapMediaField } from "./media-table.js";
import type { CamtrapObservationField } from "./observations-table.js";

/** The rows of one table, and the values of their fields. */
export interface CamtrapTableOptions<Row, TableRow, Field extends string> {
  /** Derives the rows of a row, in a fixed order. */
  readonly rows: (row: Row) => Iterable<TableRow>;
  /** The values by the names of the fields. Those that the standard requires must be there. */
  readonly fields: TableValues<TableRow, unknown, Field>;
}

/** The parts of a Camtrap DP of any source. */
export interface CamtrapPackageOptions<Row, Query, View extends Snapshot<Row, Query>, Deployment, Medium, Observation> {
  /** The source of the rows: each with the deployment, the media and the observations that belong together. */
  readonly source: DataSource<Row, Query> & { open(options: OpenOptions): Promise<View> };
  /** Of rows with one deploymentID the first is written. Their ids are held in memory. */
  readonly deployments: CamtrapTableOptions<NoInfer<Row>, Deployment, CamtrapDeploymentField>;
  /** Of a row's media with one mediaID the first is written. */
  readonly media: CamtrapTableOptions<NoInfer<Row>, Medium, CamtrapMediaField>;
  readonly observations: CamtrapTableOptions<NoInfer<Row>, Observation, CamtrapObservationField> & {
    /** The taxon that an observation names, for the list of taxa. By default its scientific name is all that is known. */
    readonly taxon?: (row: Observation) => CamtrapTaxon | null;
  };
  /** The texts, people and licences, as a value or from the snapshot. Places, times and taxa come from the rows as written. */
  readonly metadata: MetadataOption<CamtrapMetadata, View>;
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
   * The rules by which the places of sensitive taxa are protected, by the terms of the fields that have values. Of a sensitive row the deployment
   * is coarse, and no medium and no observation of a medium is written; one whose place is withheld is left out and counted. By default all is
   * public.
   */
  readonly policy?: SensitivityPolicy | undefined;
  /** The name of the job, given the parsed filters; by default `Export <format key>`. */
  readonly jobName?: (filters: FilterParams) => string;
}
