/** Exports so many generated occurrences in one format to a directory, and prints the time it took and the most memory it had, in KiB. */
import { createCamtrapDpExporter } from "../../src/camtrap-dp.js";
import { createCocoExporter } from "../../src/coco.js";
import { createDwcDpExporter } from "../../src/dwc-dp.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { createDwcaExporter } from "../../src/occurrences/archive/create-dwca-exporter.js";
import { createGeoJsonExporter } from "../../src/occurrences/tables/create-geojson-exporter.js";
import { createParquetExporter } from "../../src/occurrences/parquet/create-parquet-exporter.js";
import { createXlsxExporter } from "../../src/occurrences/xlsx/create-xlsx-exporter.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { ExportService } from "../../src/core/export-service.js";
import { createFileSystemStorage } from "../../src/storage/file-system/file-system-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { generatedSource, identified } from "./generated-source.js";
import { allowAll } from "./kill-order.js";

const [format = "", occurrences = "", directory = ""] = process.argv.slice(2);
const source = generatedSource(Number(occurrences));
const registry = new ExportRegistry();
registry.register("csv")(createCsvExporter({ source }));
registry.register("json")(createJsonExporter({ source }));
registry.register("geojson")(createGeoJsonExporter({ source }));
registry.register("coco")(createCocoExporter({ source: identified(source) }));
registry.register("camtrap_dp")(
  createCamtrapDpExporter({
    source: identified(source),
    timeZone: "America/Toronto",
    recordTimeZone: "UTC",
    metadata: { mediaLicense: "CC0-1.0", project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] } },
  }),
);
registry.register("dwc_dp")(createDwcDpExporter({ source: identified(source), metadata: { mediaLicense: "CC0-1.0" } }));
registry.register("dwca")(createDwcaExporter({ source }));
registry.register("parquet")(createParquetExporter({ source }));
registry.register("xlsx")(createXlsxExporter({ source }));
const service = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createFileSystemStorage({ root: `${directory}/store` }),
  runner: { enqueue: async () => undefined },
  authorizer: allowAll,
  tempDirectory: directory,
});
const user = { id: 1, name: "Ada" };
const { id } = await service.create({ project: 1, format }, { user });
const from = performance.now();
const cpu = process.cpuUsage();
await service.run(id);
const seconds = (performance.now() - from) / 1000;
const { user: own, system } = process.cpuUsage(cpu);
const cpuSeconds = (own + system) / 1e6;
const { status, recordCount, error } = await service.get(id, { user });
console.log(
  JSON.stringify({ status, recordCount, error, seconds, cpuSeconds, maxRss: process.resourceUsage().maxRSS }),
);
