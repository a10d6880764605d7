/**
 * Darwin Core Data Packages (1.0_DEV), of occurrences and of any source. Experimental: the standard is under review.
 *
 * @module vasculum/dwc-dp
 */
export { createDwcDpExporter, type DwcDpExporterOptions } from "./occurrences/dwc-dp/create-dwc-dp-exporter.js";
export type { DwcDpFacts } from "./occurrences/dwc-dp/dwc-dp-facts.js";
export { createDwcDpPackageExporter } from "./dwc-dp/create-dwc-dp-package-exporter.js";
export { DWC_DP_PROFILE } from "./dwc-dp/dwc-dp-description.js";
export type { DwcDpMetadata } from "./dwc-dp/dwc-dp-metadata.js";
export type { DwcDpOptions } from "./dwc-dp/dwc-dp-options.js";
export type { DwcDpPackageOptions } from "./dwc-dp/dwc-dp-package-options.js";
export { type DwcDpTable, dwcDpTable } from "./dwc-dp/dwc-dp-table.js";
export { DWC_DP } from "./dwc-dp/dwc-dp-tables.js";
