/**
 * A worker process for the kill tests: runs one job over a store in its parent, and stops for good at a named step, where the parent
 * kills it.
 */
import type { ExportStore } from "../../src/contracts/export-store.js";
import type { StorageAdapter } from "../../src/contracts/storage-adapter.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { ExportService } from "../../src/core/export-service.js";
import { createFileSystemStorage } from "../../src/storage/file-system/file-system-storage.js";
import { NightlyExporter, type NightRow } from "./nightly-exporter.js";
import { allowAll, type KillOrder } from "./kill-order.js";

const order = JSON.parse(process.argv[2] ?? "{}") as KillOrder;
const waiting = new Map<number, (answer: unknown) => void>();
let calls = 0;

process.on("message", ({ call, answer }: { call: number; answer: unknown }) => waiting.get(call)?.(answer));
const forever = setInterval(() => undefined, 1_000);

async function step(name: KillOrder["step"]): Promise<void> {
  if (name !== order.step) return;
  process.send?.({ reached: name });
  await new Promise(() => undefined);
}

/** Every call of the store goes to the parent, where the one store is. */
const store = new Proxy({} as ExportStore, {
  get: (_, method) => {
    if (method === "notices") return undefined;
    return async (...args: unknown[]) => {
      const call = (calls += 1);
      const answer = new Promise((resolve) => waiting.set(call, resolve));
      process.send?.({ call, method, args });
      const outcome = await answer;
      if (method === "claim") await step("claimed");
      if (method === "create") await step("inserted");
      return outcome;
    };
  },
});

class StoppingExporter extends NightlyExporter {
  override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
    for await (const chunk of super.encode(batches)) {
      yield chunk;
      await step("rows");
    }
    await step("footer");
  }
  override async export(): Promise<string> {
    const path = await super.export();
    await step("file closed");
    return path;
  }
}

const files = createFileSystemStorage({ root: order.root });
const storage: StorageAdapter = {
  async put(key, body, options) {
    const stream = async function* () {
      for await (const chunk of body.stream()) {
        yield chunk.subarray(0, 8);
        await step("uploading");
        yield chunk.subarray(8);
      }
    };
    await files.put(key, { ...body, size: body.size, sha256: body.sha256, stream }, options);
    await step("uploaded");
  },
  open: (...open) => files.open(...open),
  stat: (key) => files.stat(key),
  delete: async (key) => {
    await step("deleting");
    await files.delete(key);
  },
  list: (prefix) => files.list(prefix),
};

const registry = new ExportRegistry();
registry.register("nightly")(StoppingExporter);
const runner = { enqueue: async (): Promise<void> => undefined };
const service = new ExportService({
  registry,
  store,
  storage,
  runner,
  authorizer: allowAll,
  tempDirectory: order.tempDirectory,
});
const user = { id: 5, name: "Ada" };
if (order.step === "inserted" || order.step === "enqueued") {
  await service.create({ project: 1, format: "nightly" }, { user });
  await step("enqueued");
}
await service.run(order.exportId);
await step("published");
await service.delete(order.exportId, { user });
clearInterval(forever);
process.disconnect();
