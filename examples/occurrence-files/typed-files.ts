/** Files whose cells have types, and a map, each with fewer columns than by default. */
import {
  createDetectionsCsvExporter,
  createGeoJsonExporter,
  createTaxaListCsvExporter,
  occurrenceGeoJsonFields,
  occurrenceTypedColumns,
} from "vasculum/occurrences";
import { createParquetExporter } from "vasculum/parquet";
import { createXlsxExporter } from "vasculum/xlsx";
import { source } from "./source.js";

const wanted = new Set(["id", "determination_name", "decimal_latitude", "decimal_longitude"]);

// #region typed
const columns = occurrenceTypedColumns({ idType: source.idType }).filter(({ name }) => wanted.has(name));
export const Parquet = createParquetExporter({ source, columns });
export const Workbook = createXlsxExporter({ source, columns, sheetName: "Moths" });
// #endregion

// #region map
const fields = occurrenceGeoJsonFields().filter(({ name }) => name === "id" || name === "determination");
export const Places = createGeoJsonExporter({ source, fields });
// #endregion

// #region lists
export const Detections = createDetectionsCsvExporter({ source });
export const TaxaList = createTaxaListCsvExporter({ source });
// #endregion
