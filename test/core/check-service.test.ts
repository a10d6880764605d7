import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { OpenOptions } from "../../src/contracts/data-source.js";
import type { ExportStore } from "../../src/contracts/export-store.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { broken } from "../support/broken.js";
import { NightlyExporter, nightSource } from "../support/nightly-exporter.js";
import { createManualQueue, createTestHost, type TestHostOptions } from "../support/test-host.js";

const down = () => Promise.reject(new TypeError("secret"));
const never = () => new Promise<never>(() => undefined);

class Unreadable extends NightlyExporter {
  override getSource(): ReturnType<NightlyExporter["getSource"]> {
    return { ...nightSource(() => []), open: down };
  }
}

test("a host that works has no problem, and nothing is left of the check", async () => {
  const host = await createTestHost();
  expect(await host.service.check()).toEqual([]);
  expect(await host.keys()).toEqual([]);
  expect(await readdir(host.tempDirectory)).toEqual([]);
  expect(host.queue.queued).toEqual([]);
  expect((await host.store.list({ orderBy: "id", direction: "asc", limit: 1, offset: 0 })).count).toBe(0);
});

const readOnly = () => Promise.reject(new ExportError("STORE_FAILED", { message: "The database is read-only." }));
const early = createFakeClock(new Date(Date.now() - 3_600_000).toISOString());

test.each<[string, TestHostOptions, string]>([
  ["store", { store: broken(createMemoryStore(), { list: down }) }, "The export store failed."],
  ["store", { store: broken(createMemoryStore(), { renew: readOnly }) }, "The database is read-only."],
  ["storage", { storage: broken(createMemoryStorage(), { put: down }) }, "The storage failed."],
  ["storage", { storage: broken(createMemoryStorage(), { delete: down }) }, "The storage failed."],
  ["queue", { runner: { ...createManualQueue(), check: down } }, "The job runner failed."],
  ["queue", { runner: { ...createManualQueue(), cancel: down } }, "The job runner failed."],
  ["source", { exporter: Unreadable }, "The data source failed."],
  [
    "temp directory",
    { tempDirectory: join("/", "nowhere", "at", "all") },
    "The directory of the temporary files, or one of its files, does not exist.",
  ],
  [
    "clock",
    { store: createMemoryStore({ clock: early }) },
    expect.stringMatching(
      /^The clock of this process is 36\d\d s ahead of the store's\. Set both by a time server\.$/,
    ) as string,
  ],
])("a %s that does not work is named", async (part, options, message) => {
  const host = await createTestHost(options);
  expect(await host.service.check()).toEqual([{ part, message }]);
});

/** A source whose scope refuses ids that are not of its columns' type. */
function typedSource(takes: RegExp): typeof NightlyExporter {
  return class extends NightlyExporter {
    override getSource(): ReturnType<NightlyExporter["getSource"]> {
      const source = nightSource(() => []);
      const open = async (options: OpenOptions) =>
        takes.test(`${options.scope.projectId} ${options.scope.userId}`) ? source.open(options) : down();
      return { ...source, open };
    }
  };
}

const UUID = "[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}";
test.each([
  ["number", /^\d+ \d+$/],
  ["number", new RegExp(`^\\d+ ${UUID}$`)],
  ["string", new RegExp(`^${UUID} ${UUID}$`)],
  ["string", new RegExp(`^${UUID} \\d+$`)],
  ["string", /^\d+ \d+$/],
] as const)(
  "a source with project ids of type %s whose columns take %s alone is well",
  async (projectIdType, takes) => {
    const host = await createTestHost({ projectIdType, exporter: typedSource(takes) });
    expect(await host.service.check()).toEqual([]);
  },
);

test("each part that hangs is named in time, and all are named at once", async () => {
  const store = broken(createMemoryStore(), { list: never, stats: never });
  const storage = broken(createMemoryStorage(), { put: never });
  const runner = { ...createManualQueue(), check: never };
  class Hanging extends NightlyExporter {
    override probe = never;
  }
  const host = await createTestHost({ store, storage, runner, exporter: Hanging });
  const problems = await host.service.check({ timeoutMs: 300 });
  expect(problems.map(({ part }) => part)).toEqual(["store", "storage", "queue", "source"]);
  for (const { message } of problems) expect(message).toContain("It did not answer in time.");
});

/** A store of a host's own that counts nothing. */
function withoutStats(store: ExportStore): ExportStore {
  return broken(store, { stats: undefined } as never);
}

test.each([
  ["a store that counts", (store: ExportStore) => store],
  ["a store that only lists", withoutStats],
])("stats of %s", async (_what, wrap) => {
  const clock = createFakeClock(new Date(Date.now() - 90_000).toISOString());
  const store = wrap(createMemoryStore({ clock }));
  class Failing extends NightlyExporter {
    override async export(): Promise<string> {
      throw new ExportError("ROW_ENCODING");
    }
  }
  const host = await createTestHost({ store, exporter: Failing });
  expect(await host.service.stats()).toEqual({ pending: 0, running: 0, oldestPendingMs: null, failures: {} });
  await host.createAndRun();
  await host.create();
  clock.advance(90_000);
  await host.create();
  await store.claim((await host.create()).id, "token", 1_000);
  const stats = await host.service.stats();
  expect(stats).toMatchObject({ pending: 2, running: 1, failures: { ROW_ENCODING: 1 } });
  expect(Math.round((stats.oldestPendingMs ?? 0) / 10_000)).toBe(9);
});
