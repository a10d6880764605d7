import {
  createInlineRunner,
  createMemoryStorage,
  createMemoryStore,
  ExportService,
  type ExportRecord,
  type ExportRegistry,
  type ExportServiceOptions,
} from "vasculum";

/** A service in memory for one user who may do everything, for examples and trials. */
export function createTestService(registry: ExportRegistry, options: Partial<ExportServiceOptions> = {}) {
  const user = { id: 1, name: "Ada" };
  const service = new ExportService({
    registry,
    store: createMemoryStore(),
    storage: createMemoryStorage(),
    runner: createInlineRunner(),
    authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
    ...options,
  });

  /** Runs one export to its end, and reads its file. */
  async function exportFile(body: unknown): Promise<{ readonly record: ExportRecord; readonly file: Buffer }> {
    await using _worker = service.startWorker();
    const { id } = await service.create(body, { user });
    const record = await service.waitForEnd(id, { user });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await (await service.file(id, { user })).open()) chunks.push(chunk);
    return { record, file: Buffer.concat(chunks) };
  }

  return {
    service,
    user,
    exportFile,
    /** The same, read as UTF-8. */
    async exportText(body: unknown): Promise<{ readonly record: ExportRecord; readonly text: string }> {
      const { record, file } = await exportFile(body);
      return { record, text: file.toString() };
    },
  };
}
