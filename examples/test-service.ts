import { createInlineRunner, createMemoryStorage, createMemoryStore, ExportService, type ExportRecord, type ExportRegistry } from "vasculum";
import { waitForEnd } from "./wait-for-end.js";

/** A service in memory for one user who may do everything, for examples and trials. */
export function createTestService(registry: ExportRegistry) {
  const user = { id: 1, name: "Ada" };
  const service = new ExportService({
    registry,
    store: createMemoryStore(),
    storage: createMemoryStorage(),
    runner: createInlineRunner(),
    authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
  });
  return {
    service,
    user,
    /** Runs one export to its end, and reads its file. */
    async exportText(body: unknown): Promise<{ readonly record: ExportRecord; readonly text: string }> {
      await using _worker = service.startWorker();
      const { id } = await service.create(body, { user });
      const record = await waitForEnd(service, id, user);
      let text = "";
      const decoder = new TextDecoder();
      for await (const chunk of await service.openFile(id, { user })) text += decoder.decode(chunk, { stream: true });
      return { record, text: text + decoder.decode() };
    },
  };
}
