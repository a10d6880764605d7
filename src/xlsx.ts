/**
 * Workbooks for spreadsheets, written bit by bit.
 *
 * @module vasculum/xlsx
 */
export { xlsx, type XlsxOptions } from "./xlsx/xlsx.js";
export { createXlsxExporter, type XlsxExporterOptions } from "./occurrences/xlsx/create-xlsx-exporter.js";
