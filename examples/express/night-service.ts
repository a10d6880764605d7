import {
  BaseExporter,
  createInlineRunner,
  createMemorySource,
  createMemoryStorage,
  createMemoryStore,
  csv,
  ExportRegistry,
  ExportService,
  projectRoles,
  type MemoryQuery,
} from "vasculum";

interface NightRow {
  readonly id: number;
  readonly night: string;
  readonly moths: number;
}

const nights: readonly NightRow[] = [
  { id: 1, night: "2023-06-18", moths: 112 },
  { id: 2, night: "2023-06-19", moths: 87 },
];

class NightlyCounts extends BaseExporter<NightRow, MemoryQuery<NightRow>> {
  getSource() {
    return createMemorySource(nights, { key: ({ id }) => id, inScope: () => true });
  }
  getFormat() {
    const columns = csv<NightRow>([
      { name: "night", value: ({ night }) => night },
      { name: "moths", value: ({ moths }) => moths },
    ]);
    return columns;
  }
}

/** A service in memory with one project, a draft, of which user 1 is a Researcher. */
export function createNightService(): ExportService {
  const registry = new ExportRegistry();
  registry.register("nightly_counts")(NightlyCounts);
  const authorizer = projectRoles({
    roleOf: async (userId, projectId) => (userId === 1 && projectId === 1 ? "Researcher" : null),
    isDraft: async (projectId) => (projectId === 1 ? true : null),
    memberProjects: async (userId) => (userId === 1 ? [1] : []),
  });
  return new ExportService({
    registry,
    authorizer,
    store: createMemoryStore(),
    storage: createMemoryStorage(),
    runner: createInlineRunner(),
  });
}
