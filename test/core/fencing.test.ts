import { expect, test } from "vitest";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { broken } from "../support/broken.js";
import { deferred } from "../support/gate.js";
import { NightlyExporter, type NightRow } from "../support/nightly-exporter.js";
import { createTestHost, USER } from "../support/test-host.js";

const NEVER = 2 ** 31 - 1;

/** The first attempt waits before its footer until it is let go; later ones run through. */
function stallingFirst() {
  const stalled = deferred();
  const released = deferred();
  let attempts = 0;
  class Stalling extends NightlyExporter {
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      yield* super.encode(batches);
      attempts += 1;
      if (attempts > 1) return;
      stalled.resolve();
      await released.promise;
    }
  }
  return { exporter: Stalling, stalled: stalled.promise, release: () => released.resolve() };
}

test("a worker that sleeps beyond its lease publishes nothing, in 100 rounds", async () => {
  for (let round = 0; round < 100; round += 1) {
    const clock = createFakeClock();
    const { exporter, stalled, release } = stallingFirst();
    const host = await createTestHost({
      exporter,
      store: createMemoryStore({ clock }),
      leaseMs: NEVER,
      heartbeatMs: NEVER / 2,
    });
    const { id } = await host.create();
    const stale = host.service.run(id);
    await stalled;
    clock.advance(NEVER + 1);
    await host.another().reap();
    await host.another().run(id);
    const published = await host.stored(id);
    expect(published).toMatchObject({ status: "succeeded", job: { attempts: 2 } });
    release();
    await stale;
    expect(await host.stored(id)).toEqual(published);
    expect(await host.keys()).toEqual([published.fileKey]);
  }
});

test("a worker that wakes up while its successor runs learns of it from its heartbeat, and stops", async () => {
  const clock = createFakeClock();
  const { exporter, stalled } = stallingFirst();
  const host = await createTestHost({ exporter, store: createMemoryStore({ clock }), leaseMs: 1_000, heartbeatMs: 20 });
  const { id } = await host.create();
  const stale = host.service.run(id);
  await stalled;
  // A heartbeat that comes in between renews the lease: then it ends once more.
  while ((await host.stored(id)).status === "running") {
    const { version } = await host.stored(id);
    await host.store.update(id, { version }, { dueInMs: 0 });
    await host.another().reap();
  }
  await stale;
  expect(await host.stored(id)).toMatchObject({ status: "pending", job: { state: "RETRY" } });
});

test("a lost worker's export fails once its attempts are used up", async () => {
  const clock = createFakeClock();
  const host = await createTestHost({ store: createMemoryStore({ clock }), retries: { attempts: 2 } });
  const { id } = await host.create();
  for (const token of ["one", "two"]) {
    await host.store.claim(id, token, 1_000);
    clock.advance(1_000);
    await host.service.reap();
  }
  expect(await host.stored(id)).toMatchObject({
    status: "failed",
    error: { code: "WORKER_LOST" },
    job: { attempts: 2, token: null },
  });
});

test("an export whose queue entry was lost is enqueued again", async () => {
  const clock = createFakeClock();
  const host = await createTestHost({ store: createMemoryStore({ clock }), enqueueGraceMs: 60_000 });
  const { id } = await host.create();
  clock.advance(59_999);
  await host.service.reap();
  expect(host.queue.queued).toHaveLength(1);
  clock.advance(1);
  await Promise.all([host.service.reap(), host.another().reap()]);
  expect(host.queue.queued.length).toBeGreaterThanOrEqual(2);
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", job: { attempts: 1 } });
});

test("a queue that is down when an export is created does not lose it", async () => {
  const clock = createFakeClock();
  let down = true;
  const queued: unknown[] = [];
  const runner = {
    enqueue: async (jobId: unknown) => {
      if (down) throw new Error("redis://secret@queue is down");
      queued.push(jobId);
    },
  };
  const host = await createTestHost({ store: createMemoryStore({ clock }), runner });
  const { id } = await host.create();
  expect(host.errors).toMatchObject([{ code: "RUNNER_FAILED", message: "The job runner failed." }]);
  down = false;
  clock.advance(60_000);
  await host.service.reap();
  expect(queued).toEqual([id]);
});

test("a queue that never answers holds up whoever asks for an export for three seconds, not for a lease", async () => {
  const host = await createTestHost({ runner: { enqueue: () => new Promise(() => {}) }, leaseMs: 30_000 });
  const from = performance.now();
  await host.create();
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(host.errors).toMatchObject([{ code: "RUNNER_FAILED" }]);
});

test("a lease is lost when the store stays away for as long as it lasts; the reaper heals the rest", async () => {
  const { exporter, stalled } = stallingFirst();
  const memory = createMemoryStore();
  let down = false;
  const away = async (): Promise<never> => {
    throw new Error("down");
  };
  const store = broken(memory, {
    get: (id: never) => (down ? away() : memory.get(id)),
    update: (...update: Parameters<typeof memory.update>) => (down ? away() : memory.update(...update)),
    renew: (...renew: Parameters<typeof memory.renew>) => (down ? away() : memory.renew(...renew)),
  });
  const host = await createTestHost({ exporter, store, leaseMs: 200, heartbeatMs: 20 });
  const { id } = await host.create();
  const running = host.service.run(id);
  await stalled;
  down = true;
  await running;
  expect(host.errors.map(({ code }) => code)).toContain("STORE_FAILED");
  down = false;
  await host.service.reap();
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", job: { attempts: 2 } });
  expect(await host.service.get(id, { user: USER })).toMatchObject({ status: "succeeded" });
});
