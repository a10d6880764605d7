import type { FilterBackend } from "../../contracts/filter-backend.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { OccurrenceQuery } from "./occurrence-query.js";
import type { OccurrenceSource } from "./occurrence-source.js";

/** The options of every exporter of occurrences. */
export interface OccurrenceExporterOptions {
  readonly source: OccurrenceSource;
  /** Filters of the host's own, beside the built-in ones. */
  readonly filters?: readonly FilterBackend<OccurrenceQuery>[] | undefined;
  /** Keys of built-in filters that requests may not give; a filter with several keys goes with any of them. */
  readonly withoutFilters?: readonly string[] | undefined;
  /**
   * Decides what of sensitive records is public. Made by `createSensitivityPolicy`. By default every record is public
   * as it is.
   */
  readonly policy?: SensitivityPolicy | undefined;
  /**
   * The treatment of a row that cannot be written: `"fail"` (the default) ends the export, `"skip"` leaves the row out
   * and counts it.
   */
  readonly rowErrors?: "fail" | "skip";
  /** The most rows read at once; by default 1,000. */
  readonly batchSize?: number;
}
