import {
  createCsvExporter,
  createDwcaExporter,
  createFileSystemStorage,
  createInlineRunner,
  createJsonExporter,
  createMemoryStore,
  ExportRegistry,
  ExportService,
  type OccurrenceSource,
  type ProgressReporter,
} from "vasculum";

/** What the demonstration's service is made of. */
export interface DemoServiceOptions {
  readonly source: OccurrenceSource;
  readonly progress: ProgressReporter;
  /** Where the storage keeps its files. */
  readonly root: string;
  /** The licence of archives, in place of the project's. */
  readonly license: string | null;
}

/** The formats that the demonstration makes, in the order of their registration. */
export function createDemoRegistry({ source, license }: Pick<DemoServiceOptions, "source" | "license">): ExportRegistry {
  const registry = new ExportRegistry();
  registry.register("occurrences_api_json")(createJsonExporter({ source }));
  registry.register("occurrences_simple_csv")(createCsvExporter({ source }));
  registry.register("dwca")(createDwcaExporter({ source, metadata: license === null ? {} : { license } }));
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
