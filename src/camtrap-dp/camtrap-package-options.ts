import type { Snapshot } from "../contracts/data-source.js";
import type { AnyPackageOptions } from "../data-package/any-package-options.js";
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
export interface CamtrapPackageOptions<
  Row,
  Query,
  View extends Snapshot<Row, Query>,
  Deployment,
  Medium,
  Observation,
> extends AnyPackageOptions<Row, Query, View, CamtrapMetadata> {
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
  /**
   * The rules by which the places of sensitive taxa are protected, by the terms of the fields that have values. Of a sensitive row the deployment
   * is coarse, and no medium and no observation of a medium is written; one whose place is withheld is left out and counted. By default all is
   * public.
   */
  readonly policy?: SensitivityPolicy | undefined;
}
