import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ExportError } from "../../src/contracts/export-error.js";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import type { ExportStore } from "../../src/contracts/export-store.js";
import type { Id } from "../../src/contracts/id.js";
import type { JobRunner } from "../../src/contracts/job-runner.js";
import type { StorageAdapter } from "../../src/contracts/storage-adapter.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { ExportService } from "../../src/core/export-service.js";
import type { ExportServiceOptions } from "../../src/core/ports/service-options.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { collect } from "./collect.js";
import { allowAll } from "./kill-order.js";
import { NightlyExporter } from "./nightly-exporter.js";

export const USER = { id: 5, name: "Ada" };
export const BODY = { project: 1, format: "nightly", filters: {} };
export { allowAll };

/** A queue that runs nothing by itself: the test delivers. */
export interface ManualQueue extends JobRunner {
  readonly queued: readonly { readonly jobId: Id; readonly delayMs: number }[];
}

export function createManualQueue(): ManualQueue {
  const queued: { jobId: Id; delayMs: number }[] = [];
  return { queued, enqueue: async (jobId, { delayMs = 0 } = {}) => void queued.push({ jobId, delayMs }) };
}

export interface TestHost {
  readonly service: ExportService;
  readonly store: ExportStore;
  readonly storage: StorageAdapter;
  readonly queue: ManualQueue;
  readonly tempDirectory: string;
  readonly errors: readonly ExportError[];
  /** Another service over the same store and storage, as another process would have it. */
  another(options?: Partial<ExportServiceOptions>): ExportService;
  create(body?: unknown): Promise<ExportRecord>;
  /** Creates an export, runs it, and returns what is stored then. */
  createAndRun(body?: unknown): Promise<ExportRecord>;
  stored(id: Id): Promise<ExportRecord>;
  /** Every key the storage holds. */
  keys(): Promise<readonly string[]>;
  bytes(id: Id): Promise<Buffer>;
}

export interface TestHostOptions extends Partial<ExportServiceOptions> {
  readonly exporter?: ExporterClass;
}

/** A host in memory, with a temp directory of its own that must be empty when the test is over. */
export async function createTestHost({
  exporter = NightlyExporter,
  ...options
}: TestHostOptions = {}): Promise<TestHost> {
  const tempDirectory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  onTestFinished(async () => {
    const left = await readdir(tempDirectory).catch(() => []);
    await rm(tempDirectory, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`temp files left: ${left.join(", ")}`);
  });
  const registry = new ExportRegistry();
  registry.register("nightly")(exporter);
  const errors: ExportError[] = [];
  const queue = createManualQueue();
  const { store = createMemoryStore(), storage = createMemoryStorage() } = options;
  const base: ExportServiceOptions = {
    registry,
    store,
    storage,
    runner: queue,
    authorizer: allowAll,
    tempDirectory,
    leaseMs: 1_000,
    heartbeatMs: 25,
    onError: (error) => void errors.push(error),
    ...options,
  };
  const service = new ExportService(base);
  const stored = async (id: Id): Promise<ExportRecord> => {
    const record = await store.get(id);
    if (record === null) throw new Error(`export ${id} is gone`);
    return record;
  };
  const create = (body: unknown = BODY): Promise<ExportRecord> => service.create(body, { user: USER });
  return {
    service,
    store,
    storage,
    queue,
    tempDirectory,
    errors,
    another: (more = {}) => new ExportService({ ...base, ...more }),
    create,
    createAndRun: async (body) => {
      const { id } = await create(body);
      await service.run(id);
      return await stored(id);
    },
    stored,
    keys: async () => (await collect(storage.list(""))).map(({ key }) => key),
    bytes: async (id) => Buffer.concat(await collect(await (await service.file(id, { user: USER })).open())),
  };
}
