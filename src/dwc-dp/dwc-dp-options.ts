import type { PackageContext } from "../data-package/package-spec.js";
import type { PackageTable } from "../data-package/package-table.js";
import { DWC_DP_PROFILE, DwcDpDescription } from "./dwc-dp-description.js";
import type { DwcDpMetadata } from "./dwc-dp-metadata.js";
import { readDefinitions } from "./read-definitions.js";

/** The form of a Darwin Core Data Package. */
export interface DwcDpOptions {
  /** The address of the profile in datapackage.json. By default that of the version under review, 1.0_DEV. */
  readonly profile?: string | undefined;
  /**
   * A folder with the official table schemas, `event.json` and so on. Its definitions are then written into datapackage.json, word for word. By
   * default a field's name is its title, and its description points at its term.
   */
  readonly definitions?: string | undefined;
  /** `"gzip"` writes each table as `.csv.gz` within the zip: unpacked it is a folder of compressed tables. By default tables are `.csv`. */
  readonly compress?: "gzip" | undefined;
}

/** @throws TypeError for a profile that is no address, and a compression that nobody knows. */
export function checkDwcDpOptions({ profile = DWC_DP_PROFILE, compress = "gzip" }: DwcDpOptions): void {
  if (!URL.canParse(profile)) throw new TypeError(`profile must be an address, not "${profile}".`);
  if (compress !== "gzip") throw new TypeError('compress must be "gzip".');
}

/** Makes the description of a package, given its metadata. @throws ExportError `METADATA_INCOMPLETE`. */
export async function describeDwcDp(
  metadata: DwcDpMetadata,
  { run, tables: names }: PackageContext<unknown, unknown>,
  { namespace, tables, options }: { namespace: string; tables: readonly PackageTable[]; options: DwcDpOptions },
): Promise<DwcDpDescription> {
  const { profile = DWC_DP_PROFILE, definitions: folder } = options;
  const written = tables.filter(({ name }) => names.includes(name));
  const definitions = folder === undefined ? new Map() : await readDefinitions(folder, written);
  return new DwcDpDescription(metadata, { namespace, projectId: run.scope.projectId, profile, definitions });
}
