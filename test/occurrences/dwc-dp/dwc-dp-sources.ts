import { parse } from "csv-parse/sync";
import {
  createDwcDpExporter,
  type DwcDpExporterOptions,
} from "../../../src/occurrences/dwc-dp/create-dwc-dp-exporter.js";
import { SOURCE } from "../archive/dwca-sources.js";

export const METADATA: DwcDpExporterOptions["metadata"] = { mediaLicense: "CC-BY-4.0" };

export const exporter = (options: Partial<DwcDpExporterOptions> = {}) =>
  createDwcDpExporter({ source: SOURCE, metadata: METADATA, ...options });

/** The rows of a table as objects. */
export function rowsOf(files: ReadonlyMap<string, string>, name: string): readonly Readonly<Record<string, string>>[] {
  return parse(files.get(`${name}.csv`) ?? "", { columns: true });
}
