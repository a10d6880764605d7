import {
  createCamtrapDpExporter,
  type CamtrapDpExporterOptions,
} from "../../../src/occurrences/camtrap-dp/create-camtrap-dp-exporter.js";
import { parse } from "csv-parse/sync";
import { SOURCE } from "../archive/dwca-sources.js";

export const METADATA: CamtrapDpExporterOptions["metadata"] = {
  project: { samplingDesign: "systematicRandom", captureMethod: ["timeLapse"] },
  mediaLicense: "CC-BY-4.0",
};

/** The exporter of the fixture, whose times have no offset. */
export const exporter = (options: Partial<CamtrapDpExporterOptions> = {}) =>
  createCamtrapDpExporter({ source: SOURCE, metadata: METADATA, timeZone: "America/Toronto", ...options });

/** The rows of a CSV file as objects. */
export function csvRows(files: ReadonlyMap<string, string>, name: string): readonly Readonly<Record<string, string>>[] {
  return parse(files.get(name) ?? "", { columns: true });
}
