/**
 * Apache Parquet, and GeoParquet where rows have coordinates. Loads `hyparquet-writer`, an ES module.
 *
 * @module vasculum/parquet
 */
export { parquet, type ParquetOptions } from "./parquet/parquet.js";
export type { ParquetCompression } from "./parquet/parquet-file.js";
export { createParquetExporter, type ParquetExporterOptions } from "./occurrences/parquet/create-parquet-exporter.js";
