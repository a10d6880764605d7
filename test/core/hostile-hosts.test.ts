import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { broken } from "../support/broken.js";
import { gate } from "../support/gate.js";
import { NightlyExporter, nightSource, type NightRow } from "../support/nightly-exporter.js";
import { allowAll, BODY, createTestHost, USER } from "../support/test-host.js";

const SECRET = "s3cr3t of /a/path";

test("nothing shows 1 before the file is published, a cancel after the upload included", async () => {
  const store = createMemoryStore();
  let cancel = async (): Promise<unknown> => null;
  const authorizer = {
    ...allowAll,
    authorize: async ({ action }: { action: string }) => {
      if (action === "run" && (await store.get(1))?.uploadKey != null) await cancel();
      return "allow" as const;
    },
  };
  const host = await createTestHost({ store, authorizer });
  cancel = () => host.another().cancel(1, { user: USER });
  const { status, job } = await host.createAndRun();
  expect(status).toBe("cancelled");
  expect(job.progress.summary.progress).toBeLessThan(1);
  expect(job.progress.stages[1]?.progress).toBeLessThan(1);
});

test.each(["RELEASED", "CANCELLED", "LEASE_LOST", "WORKER_LOST", "PERMISSION_REVOKED"] as const)(
  "an exporter that throws %s has failed, and no more",
  async (code) => {
    class Pretender extends NightlyExporter {
      override async export(): Promise<string> {
        throw new ExportError(code);
      }
    }
    const host = await createTestHost({ exporter: Pretender, retries: { attempts: 1 } });
    expect(await host.createAndRun()).toMatchObject({
      status: "failed",
      error: { code: "EXPORTER_FAILED" },
      job: { attempts: 1 },
    });
  },
);

test.each(["jobName", "getFilterBackends"] as const)("an exporter whose %s throws gives nothing away", async (hook) => {
  class Broken extends NightlyExporter {
    jobName = (): string => `Export`;
  }
  const failing = (): never => {
    throw new Error(SECRET);
  };
  class Thrower extends Broken {
    constructor(run: ConstructorParameters<typeof Broken>[0]) {
      super(run);
      Object.defineProperty(this, hook, { value: failing });
    }
  }
  const host = await createTestHost({ exporter: Thrower });
  const error = await host.create().catch((thrown: unknown) => thrown as ExportError);
  expect(error).toMatchObject({ code: "EXPORTER_FAILED", message: "The exporter failed." });
});

test("a count that throws at once costs only the estimate", async () => {
  class Uncountable extends NightlyExporter {
    override count(): Promise<number> {
      throw new Error(SECRET);
    }
  }
  const host = await createTestHost({ exporter: Uncountable });
  expect(await host.create()).toMatchObject({ recordCount: null });
});

test("a filter that never answers fails the request", async () => {
  class Hanging extends NightlyExporter {
    override getFilterBackends() {
      const [filter] = super.getFilterBackends();
      return [Object.assign(filter!, { resolve: () => new Promise<never>(() => undefined) })];
    }
  }
  const host = await createTestHost({ exporter: Hanging, leaseMs: 60, heartbeatMs: 20 });
  await expect(host.create()).rejects.toMatchObject({ code: "FILTER_FAILED" });
});

test("an address that the host cannot give costs no file", async () => {
  const fileUrl = (): never => {
    throw new Error(SECRET);
  };
  const host = await createTestHost({ fileUrl });
  expect(await host.createAndRun()).toMatchObject({ status: "succeeded" });
  expect(host.errors).toHaveLength(1);
});

test("an upload that takes too long ends with TIME_LIMIT", async () => {
  const storage = broken(createMemoryStorage(), { put: () => new Promise(() => undefined) });
  const host = await createTestHost({ storage, limits: { uploadMs: 30 } });
  expect(await host.createAndRun()).toMatchObject({
    status: "failed",
    error: { code: "TIME_LIMIT", stage: "uploading_snapshot" },
  });
});

test("a time limit that no timer can wait is no limit", async () => {
  const host = await createTestHost({ limits: { runMs: 2 ** 40, uploadMs: 2 ** 40 } });
  expect(await host.createAndRun()).toMatchObject({ status: "succeeded" });
});

test("an iteration that does not close does not keep a failed export running", async () => {
  class Stuck extends NightlyExporter {
    override getSource() {
      const source = nightSource(() => [{ id: 1, moths: 1 }]);
      const step = { done: false, value: [{ id: 1, moths: 1 }] } as const;
      const iterator = { next: async () => step, return: () => new Promise<never>(() => undefined) };
      const batches = () => ({ [Symbol.asyncIterator]: () => iterator });
      return {
        ...source,
        open: async (options: Parameters<typeof source.open>[0]) => ({ ...(await source.open(options)), batches }),
      };
    }
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      for await (const _ of batches) throw new ExportError("ROW_ENCODING");
      yield Buffer.alloc(0);
    }
  }
  const host = await createTestHost({ exporter: Stuck });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "ROW_ENCODING" } });
});

test("a hidden export reads as one that never existed, without a user too", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  const hidden = host.another({ authorizer: { ...allowAll, authorize: async () => "hide" } });
  for (const anId of [id, 999])
    await expect(hidden.get(anId, { user: null })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  for (const anId of [id, 999])
    await expect(hidden.get(anId, { user: USER })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a change that meets another keeps what the other changed", async () => {
  const looking = gate();
  let first = true;
  class Slow extends NightlyExporter {
    override getFilterBackends() {
      const [filter] = super.getFilterBackends();
      const resolve = async (display: object) => {
        if (this.dataExport.filters.moths_min === 7 && first) {
          first = false;
          await looking.pass();
        }
        return { display: { ...display }, issues: [] };
      };
      return [Object.assign(filter!, { resolve })];
    }
  }
  const host = await createTestHost({ exporter: Slow });
  const { ExportRegistry } = await import("../../src/core/exporters/export-registry.js");
  const registry = new ExportRegistry();
  registry.register("nightly")(Slow);
  registry.register("other")(Slow);
  const service = host.another({ registry });
  const { id } = await host.createAndRun();
  const filters = service.update(id, { filters: { moths_min: 7 } }, { user: USER });
  await looking.reached;
  await service.update(id, { format: "other" }, { user: USER });
  looking.open();
  expect(await filters).toMatchObject({ format: "other", filters: { moths_min: 7 } });
});

test("one record that cannot be healed, and a storage that hangs, keep no other from being healed", async () => {
  const clock = createFakeClock();
  const memory = createMemoryStore({ clock });
  const store = broken(memory, {
    update: async (...[id, guard, patch]: Parameters<typeof memory.update>) => {
      if (id === 1 && patch.status !== undefined) throw new Error(SECRET);
      return await memory.update(id, guard, patch);
    },
  });
  const storage = broken(createMemoryStorage(), { delete: () => new Promise(() => undefined) });
  const host = await createTestHost({ store, storage });
  for (const token of ["a", "b", "c"]) await store.claim((await host.create()).id, token, 1_000);
  const finished = await host.createAndRun();
  const startedAt = performance.now();
  await host.service.delete(finished.id, { user: USER });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  clock.advance(5_000);
  void host.service.reap();
  await expect.poll(async () => (await host.stored(3)).status, { timeout: 5_000 }).toBe("pending");
  expect(await host.stored(2)).toMatchObject({ status: "pending", job: { state: "RETRY" } });
  await expect.poll(() => host.errors.map(({ code }) => code)).toContain("STORE_FAILED");
});

test("a reporter is called at most four times in any second, whatever moves", async () => {
  const calls: number[] = [];
  const note = (): void => void calls.push(performance.now());
  class Steady extends NightlyExporter {
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      for await (const chunk of super.encode(batches)) {
        yield chunk;
        await delay(600);
      }
    }
  }
  const host = await createTestHost({ exporter: Steady, progress: { addStage: note, updateStage: note } });
  await host.createAndRun({ ...BODY });
  await expect.poll(() => calls.length).toBeGreaterThan(4);
  const busiest = Math.max(
    ...calls.map((start) => calls.filter((time) => time >= start && time < start + 1_000).length),
  );
  expect(busiest).toBeLessThanOrEqual(4);
});

test.each([
  { leaseMs: Number.NaN },
  { heartbeatMs: -1 },
  { limits: { uploadMs: Number.NaN } },
  { estimateMs: "2" as never },
  { retries: { attempts: Number.NaN } },
])("the duration or number %j is a TypeError", async (options) => {
  await expect(createTestHost(options)).rejects.toBeInstanceOf(TypeError);
});

test.each(["registry", "store", "storage", "runner", "authorizer"] as const)(
  "a service needs its %s, and a method of it",
  async (name) => {
    for (const part of [undefined, null, {}, "part"])
      await expect(createTestHost({ [name]: part })).rejects.toThrow(name);
  },
);

test.each([0, -5, Number.NaN, 2 ** 31, "x" as never])("a reaper every %s ms is a TypeError", async (everyMs) => {
  const { service } = await createTestHost();
  expect(() => service.startReaper({ everyMs })).toThrow(TypeError);
});
