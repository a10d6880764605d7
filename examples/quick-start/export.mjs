// #region all
import {
  BaseExporter,
  createFileSystemStorage,
  createInlineRunner,
  createMemorySource,
  createMemoryStore,
  csv,
  ExportRegistry,
  ExportService,
} from "vasculum";

const nights = [
  { id: 1, project: 1, night: "2023-06-18", moths: 112 },
  { id: 2, project: 1, night: "2023-06-19", moths: 87 },
  { id: 3, project: 2, night: "2023-06-19", moths: 4 },
];
const source = createMemorySource(nights, {
  key: ({ id }) => id,
  inScope: ({ project }, scope) => project === scope.projectId,
});
const columns = csv([
  { name: "night", value: ({ night }) => night },
  { name: "moths", value: ({ moths }) => moths },
]);

class NightlyCounts extends BaseExporter {
  getSource() {
    return source;
  }
  getFormat() {
    return columns;
  }
}

const registry = new ExportRegistry();
registry.register("nightly_counts")(NightlyCounts);

const service = new ExportService({
  registry,
  store: createMemoryStore(),
  storage: createFileSystemStorage({ root: "exports" }),
  runner: createInlineRunner(),
  authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
});

const user = { id: 1, name: "Ada" };
const { id } = await service.create({ project: 1, format: "nightly_counts" }, { user });
await service.run(id);
const { status, filename, recordCount } = await service.get(id, { user });
console.log(status, filename, recordCount);
const file = await service.file(id, { user });
for await (const chunk of await file.open()) process.stdout.write(chunk);
// #endregion
