import type { Snapshot } from "../contracts/data-source.js";
import type { AnyPackageOptions } from "../data-package/any-package-options.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import type { DwcDpMetadata } from "./dwc-dp-metadata.js";
import type { DwcDpOptions } from "./dwc-dp-options.js";
import type { DwcDpTable } from "./dwc-dp-table.js";

/** The parts of a Darwin Core Data Package of any source. */
export interface DwcDpPackageOptions<Row, Query, View extends Snapshot<Row, Query>>
  extends DwcDpOptions, AnyPackageOptions<Row, Query, View, DwcDpMetadata> {
  /** In the order of the files. Rows point at rows that come from the same row of the source, or come once. */
  readonly tables: readonly DwcDpTable<NoInfer<Row>>[];
  /**
   * The rules by which the places of sensitive taxa are protected, by the terms of the fields that have values. Sensitive rows give events,
   * occurrences and identifications, and no row of another table. By default all is public.
   */
  readonly policy?: SensitivityPolicy | undefined;
}
