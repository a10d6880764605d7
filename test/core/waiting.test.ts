import { expect, test } from "vitest";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { ExportError } from "../../src/contracts/export-error.js";
import { gate } from "../support/gate.js";
import { NightlyExporter } from "../support/nightly-exporter.js";
import { createTestHost } from "../support/test-host.js";

const GRACE_MS = 60_000;
const PUT_BACK_MS = 10_000;

test("the record and its progress say which attempt failed, of how many, and why", async () => {
  let broken = true;
  class Flaky extends NightlyExporter {
    override async export(): Promise<string> {
      if (broken) throw new ExportError("SOURCE_FAILED");
      return await super.export();
    }
  }
  const host = await createTestHost({ exporter: Flaky, retries: { delayMs: () => 0 } });
  const waiting = await host.createAndRun();
  const failed = "Attempt 1 of 3 failed: The data source failed.";
  expect(waiting).toMatchObject({ status: "pending", error: { code: "SOURCE_FAILED", stage: "data_export" } });
  expect(waiting.job).toMatchObject({ attempts: 1, progress: { logs: [failed] } });
  await host.service.run(waiting.id);
  const started = "Attempt 2 of 3 has started.";
  const again = "Attempt 2 of 3 failed: The data source failed.";
  expect((await host.stored(waiting.id)).job.progress.logs).toEqual([failed, started, again]);
  broken = false;
  await host.service.run(waiting.id);
  const done = await host.stored(waiting.id);
  expect(done).toMatchObject({ status: "succeeded", error: null });
  expect(done.job.progress.logs.at(-1)).toBe("Attempt 3 of 3 has started.");
});

test("an export that no worker takes says so once, and no longer when one does", async () => {
  const clock = createFakeClock();
  const store = createMemoryStore({ clock });
  const running = gate();
  class Slow extends NightlyExporter {
    override async export(): Promise<string> {
      await running.pass();
      return await super.export();
    }
  }
  const host = await createTestHost({ exporter: Slow, store });
  const { id } = await host.create();
  await host.service.reap();
  expect((await host.stored(id)).error).toBeNull();
  for (const _ of [1, 2]) {
    clock.advance(GRACE_MS);
    await host.service.reap();
  }
  const message = expect.stringContaining("Call startWorker()") as string;
  expect(host.errors).toEqual([expect.objectContaining({ code: "WORKER_MISSING", message })]);
  expect(await host.stored(id)).toMatchObject({ status: "pending", error: { code: "WORKER_MISSING", message } });
  expect((await host.stored(id)).job.progress.logs).toEqual([message]);
  const run = host.service.run(id);
  await running.reached;
  expect(await host.stored(id)).toMatchObject({ status: "running", error: null });
  running.open();
  await run;
});

test("an export that waits behind another one misses no worker", async () => {
  const clock = createFakeClock();
  const store = createMemoryStore({ clock });
  const host = await createTestHost({ store, leaseMs: 1_000 });
  await store.claim((await host.create()).id, "busy", GRACE_MS * 2);
  const { id } = await host.create();
  clock.advance(GRACE_MS);
  await host.service.reap();
  expect(host.errors).toEqual([]);
  expect((await host.stored(id)).error).toBeNull();
});

test("a worker that does not know a format puts its exports back, and a newer one takes them", async () => {
  const host = await createTestHost();
  const old = host.another({ registry: new ExportRegistry() });
  const { id } = await host.create();
  for (const _ of [1, 2]) await old.run(id);
  expect(await host.stored(id)).toMatchObject({
    status: "pending",
    error: { code: "UNKNOWN_FORMAT" },
    job: { state: "PENDING", attempts: 0 },
  });
  expect(host.queue.queued.slice(1).map(({ delayMs }) => delayMs)).toEqual([PUT_BACK_MS, PUT_BACK_MS]);
  expect(host.errors.map(({ code }) => code)).toEqual(["UNKNOWN_FORMAT"]);
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", error: null, job: { attempts: 1 } });
});

test("a format that no worker knows fails after the time that the host gives", async () => {
  const clock = createFakeClock();
  const host = await createTestHost({ store: createMemoryStore({ clock }) });
  const old = host.another({ registry: new ExportRegistry(), unknownFormatGraceMs: 30_000 });
  const { id } = await host.create();
  for (const _ of [1, 2, 3]) {
    await old.run(id);
    expect((await host.stored(id)).status).toBe("pending");
    clock.advance(PUT_BACK_MS);
  }
  await old.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "failed", error: { code: "UNKNOWN_FORMAT" } });
  expect(host.errors.map(({ code }) => code)).toEqual(["UNKNOWN_FORMAT", "UNKNOWN_FORMAT"]);
});

test("an exporter that throws UNKNOWN_FORMAT itself has failed", async () => {
  class Pretender extends NightlyExporter {
    override async export(): Promise<string> {
      throw new ExportError("UNKNOWN_FORMAT");
    }
  }
  const host = await createTestHost({ exporter: Pretender });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "EXPORTER_FAILED" } });
});
