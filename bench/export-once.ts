import { ExportRegistry } from "vasculum";
import { createCsvExporter, createDwcaExporter, createJsonExporter, type OccurrenceSource } from "vasculum/occurrences";
import { createTestService } from "../examples/test-service.js";

/** The formats that are measured. */
export const FORMATS = ["csv", "json", "dwca"] as const;

/** The largest project of the season. */
export const PROJECT = 1;

/** The seconds from an export's start to its end. */
export async function exportOnce(source: OccurrenceSource, format: (typeof FORMATS)[number]): Promise<number> {
  const registry = new ExportRegistry();
  registry.register("csv")(createCsvExporter({ source }));
  registry.register("json")(createJsonExporter({ source }));
  registry.register("dwca")(createDwcaExporter({ source, metadata: { license: "CC0-1.0" } }));
  const { record } = await createTestService(registry).exportFile({ project: PROJECT, format, filters: {} });
  if (record.status !== "succeeded")
    throw new TypeError(`The export ended as ${record.status}: ${record.error?.message}`);
  return (Date.parse(record.finishedAt ?? "") - Date.parse(record.startedAt ?? "")) / 1000;
}
