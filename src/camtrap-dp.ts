/**
 * Camera Trap Data Packages (Camtrap DP 1.0.2), of occurrences and of any source.
 *
 * @module vasculum/camtrap-dp
 */
export {
  createCamtrapDpExporter,
  type CamtrapDpExporterOptions,
} from "./occurrences/camtrap-dp/create-camtrap-dp-exporter.js";
export type { ZoneOption } from "./occurrences/model/station-zones.js";
export { CLASSIFICATIONS, type CamtrapClassificationField } from "./occurrences/camtrap-dp/classifications-table.js";
export { createCamtrapPackageExporter } from "./camtrap-dp/create-camtrap-package-exporter.js";
export type { CamtrapPackageOptions, CamtrapTableOptions } from "./camtrap-dp/camtrap-package-options.js";
export type { CamtrapContributor, CamtrapMetadata, CamtrapProject } from "./camtrap-dp/camtrap-metadata.js";
export type { CamtrapRank, CamtrapTaxon } from "./camtrap-dp/camtrap-taxon.js";
export { DEPLOYMENTS, type CamtrapDeploymentField } from "./camtrap-dp/deployments-table.js";
export { MEDIA, type CamtrapMediaField } from "./camtrap-dp/media-table.js";
export { OBSERVATIONS, type CamtrapObservationField } from "./camtrap-dp/observations-table.js";
export type { PackageValue, TableValues } from "./data-package/table-map.js";
export type { FieldConstraints, PackageField, PackageForeignKey, PackageTable } from "./data-package/package-table.js";
