import {
  createSensitivityPolicy,
  createFileSystemStorage,
  createInlineRunner,
  createMemoryStore,
  ExportRegistry,
  ExportService,
  type ProgressReporter,
} from "vasculum";
import { createCamtrapDpExporter } from "vasculum/camtrap-dp";
import { createDwcDpExporter } from "vasculum/dwc-dp";
import { createParquetExporter } from "vasculum/parquet";
import { createCocoExporter } from "vasculum/coco";
import { createXlsxExporter } from "vasculum/xlsx";
import {
  createCsvExporter,
  createDetectionsCsvExporter,
  createDwcaExporter,
  createGeoJsonExporter,
  createJsonExporter,
  createTaxaListCsvExporter,
  type Deployment,
  type DwcaCore,
  type OccurrenceSource,
} from "vasculum/occurrences";

/** What the demonstration's service is made of. */
export interface DemoServiceOptions {
  readonly source: OccurrenceSource;
  readonly progress: ProgressReporter;
  /** The core of archives. */
  readonly core: DwcaCore;
  /** Where the storage keeps its files. */
  readonly root: string;
  /** The scientific name of a taxon whose stations no file names; null for none. */
  readonly sensitive: string | null;
  /** The licence of archives, in place of the project's. */
  readonly license: string | null;
}

/** A host keeps its own where its other secrets are. */
const SECRET = "nobody should use the secret of a demonstration";

/** Where the generated season's stations stand. Of a database of one's own nothing is known. */
function zoneOf({ latitude, longitude }: Deployment): string | null {
  const [north, east] = [Math.round(latitude ?? 0), Math.round(longitude ?? 0)];
  if (east === -73 && (north === 45 || north === 46)) return "America/Toronto";
  return east === -58 && north === -34 ? "America/Montevideo" : null;
}

/** The formats that the demonstration makes, in the order of their registration. */
export function createDemoRegistry({
  source,
  core,
  license,
  sensitive,
}: Pick<DemoServiceOptions, "source" | "core" | "license" | "sensitive">): ExportRegistry {
  const policy =
    sensitive === null ? undefined : createSensitivityPolicy({ taxa: [{ name: sensitive }], secret: SECRET });
  const registry = new ExportRegistry();
  registry.register("occurrences_api_json")(createJsonExporter({ source, policy }));
  registry.register("occurrences_simple_csv")(createCsvExporter({ source, policy }));
  registry.register("dwca")(
    createDwcaExporter({ source, policy, core, metadata: license === null ? {} : { license } }),
  );
  registry.register("detections_csv")(createDetectionsCsvExporter({ source, policy }));
  registry.register("taxa_list_csv")(createTaxaListCsvExporter({ source, policy }));
  registry.register("occurrences_geojson")(createGeoJsonExporter({ source, policy }));
  registry.register("occurrences_parquet")(createParquetExporter({ source, policy }));
  registry.register("coco")(createCocoExporter({ source, policy }));
  registry.register("occurrences_xlsx")(createXlsxExporter({ source, policy }));
  registry.register("camtrap_dp")(
    createCamtrapDpExporter({
      ...{ source, policy, timeZone: zoneOf, recordTimeZone: "UTC" },
      metadata: {
        ...(license === null ? {} : { license }),
        mediaLicense: "CC-BY-4.0",
        project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] },
      },
      examined: ({ capturesCount }) => (capturesCount ?? 0) > 0,
    }),
  );
  registry.register("dwc_dp")(
    createDwcDpExporter({
      ...{ source, policy, timeZone: zoneOf },
      metadata: { ...(license === null ? {} : { license }), mediaLicense: "CC-BY-4.0" },
      examined: ({ capturesCount }) => (capturesCount ?? 0) > 0,
    }),
  );
  return registry;
}

/** A service such as a host would have, for one user on one machine. */
export function createDemoService(options: DemoServiceOptions): ExportService {
  return new ExportService({
    registry: createDemoRegistry(options),
    store: createMemoryStore(),
    storage: createFileSystemStorage({ root: options.root }),
    runner: createInlineRunner(),
    authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
    progress: options.progress,
    retries: { attempts: 1 },
  });
}
