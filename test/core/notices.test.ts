import { expect, test, vi } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { ExportOutcome, NoticeContext, NoticeListeners } from "../../src/contracts/export-notice.js";
import type { ExportFailure, ExportRecord } from "../../src/contracts/export-record.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { createRecordingReporter } from "../../src/testing/fakes/recording-reporter.js";
import { broken } from "../support/broken.js";
import { createTestHost, type TestHostOptions, USER } from "../support/test-host.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Heard {
  readonly record: ExportRecord;
  readonly said: ExportOutcome | ExportFailure;
  readonly notice: NoticeContext;
}

/** A host whose listeners answer as `answer` does, and what they have heard. Its store's clock is moved by hand. */
async function createHost({
  answer = () => undefined,
  listening = true,
  ...options
}: TestHostOptions & { readonly answer?: (call: number) => unknown; readonly listening?: boolean } = {}) {
  const clock = createFakeClock();
  const heard: Heard[] = [];
  const hear = (...[record, said, notice]: [ExportRecord, ExportOutcome | ExportFailure, NoticeContext]): unknown => {
    heard.push({ record, said, notice });
    return answer(heard.length);
  };
  const listeners: NoticeListeners = listening ? { onFinished: hear, onRetry: hear } : {};
  const host = await createTestHost({ store: createMemoryStore({ clock }), ...listeners, ...options });
  /** Lets time pass, and then the reaper. */
  const reapAfter = async (ms: number) => {
    clock.advance(ms);
    await host.service.reap();
  };
  return { ...host, clock, heard, reapAfter };
}

const failingStorage = (...errors: readonly ExportError[]) => {
  const storage = createMemoryStorage();
  const left = [...errors];
  const put = storage.put.bind(storage);
  storage.put = (...args) => {
    const error = left.shift();
    return error === undefined ? put(...args) : Promise.reject(error);
  };
  return storage;
};

test("a success is heard once, with what the file is", async () => {
  const { createAndRun, heard, reapAfter } = await createHost();
  const record = await createAndRun();
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  const { filename, contentType, recordCount, fileSize, sha256 } = record;
  expect(heard[0]?.said).toEqual({
    status: "succeeded",
    error: null,
    filename,
    contentType,
    recordCount,
    fileSize,
    sha256,
  });
  expect(heard[0]?.record).toEqual(record);
  expect(heard[0]?.notice).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), at: record.updatedAt });
  await reapAfter(DAY);
  expect(heard).toHaveLength(1);
});

test("a failure is heard, and each attempt before it", async () => {
  const storage = failingStorage(new ExportError("STORAGE_FAILED"), new ExportError("STORAGE_DENIED"));
  const { create, service, heard } = await createHost({ storage });
  const { id } = await create();
  await service.run(id);
  await service.run(id);
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard.map(({ said }) => said)).toMatchObject([
    { code: "STORAGE_FAILED", retryable: true },
    { status: "failed", error: { code: "STORAGE_DENIED" }, filename: null },
  ]);
  expect(new Set(heard.map(({ notice }) => notice.id)).size).toBe(2);
});

test("a cancel of an export that waits is heard", async () => {
  const { create, service, heard } = await createHost();
  const { id } = await create();
  await service.cancel(id, { user: USER });
  await vi.waitFor(() => expect(heard.map(({ said }) => said)).toMatchObject([{ status: "cancelled", error: null }]));
});

test("a deleted export still reports its end, and its record goes afterwards", async () => {
  const { create, service, store, heard, reapAfter } = await createHost({
    answer: (call) => (call === 1 ? Promise.reject(new Error("down")) : undefined),
  });
  const { id } = await create();
  await service.delete(id, { user: USER });
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(await store.get(id)).toMatchObject({ deleted: true });
  await vi.waitFor(async () => {
    await reapAfter(MINUTE);
    expect(heard.slice(1).map(({ record, said }) => [record.deleted, said])).toMatchObject([
      [true, { status: "cancelled" }],
    ]);
  });
  await vi.waitFor(async () => {
    await reapAfter(MINUTE);
    expect(await store.get(id)).toBeNull();
  });
});

test("an export whose record was damaged after its end does not end again when it is deleted", async () => {
  const store = createMemoryStore();
  let damaged: ExportRecord | null = null;
  const reading = broken(store, { get: async (id) => damaged ?? (await store.get(id)) });
  const { createAndRun, service, heard } = await createHost({ store: reading });
  const record = await createAndRun();
  await vi.waitFor(async () => expect(heard).toHaveLength(1));
  damaged = { ...record, damaged: ["filters"] };
  await service.delete(record.id, { user: USER });
  expect(await store.get(record.id)).toBeNull();
  expect(heard).toHaveLength(1);
});

test("a notice of a process that died is delivered by the reaper of another, with the same id", async () => {
  const hanging = () => new Promise(() => undefined);
  const { create, service, another, heard, clock } = await createHost({ answer: (call) => call === 1 && hanging() });
  const { id } = await create();
  await service.run(id);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  const reaper = another();
  await reaper.reap();
  expect(heard).toHaveLength(1);
  clock.advance(MINUTE);
  await reaper.reap();
  expect(heard).toHaveLength(2);
  expect(heard[1]?.notice.id).toBe(heard[0]?.notice.id);
});

test("a listener that fails is called later and later, for a day; then onError hears why", async () => {
  const { createAndRun, heard, errors, clock, reapAfter } = await createHost({
    answer: () => Promise.reject(new Error("410")),
  });
  const record = await createAndRun();
  const version = record.version;
  const start = clock.now();
  const calls: number[] = [];
  for (let seen = 0; clock.now() - start < 1.2 * DAY;) {
    await reapAfter(5 * MINUTE);
    if (heard.length > seen) calls.push((clock.now() - start) / MINUTE);
    seen = heard.length;
  }
  const gaps = calls.map((call, index) => call - (calls[index - 1] ?? 0));
  expect(gaps.slice(0, 6)).toEqual([5, 5, 10, 20, 40, 60]);
  expect(calls.length).toBeLessThan(35);
  expect(calls.at(-1)).toBeGreaterThanOrEqual(24 * 60);
  expect(new Set(heard.map(({ notice }) => notice.id)).size).toBe(1);
  expect(errors.map(({ code, cause }) => [code, cause])).toEqual([["NOTICE_FAILED", new Error("410")]]);
  expect(heard.at(-1)?.record).toEqual({ ...record, version });
});

test.each<[what: string, answer: () => unknown]>([
  [
    "throws",
    () => {
      throw new Error("down");
    },
  ],
  ["hangs", () => new Promise(() => undefined)],
])("a listener that %s harms no export, nor another's notice", async (_what, answer) => {
  const { createAndRun, heard } = await createHost({ answer: (call) => call === 1 && answer() });
  const [first, second] = [await createAndRun(), await createAndRun()];
  expect([first.status, second.status]).toEqual(["succeeded", "succeeded"]);
  await vi.waitFor(() => expect(heard.map(({ record }) => record.id)).toEqual([first.id, second.id]));
});

test("an outcome stays what it was when the export has run again since", async () => {
  const storage = failingStorage(new ExportError("STORAGE_DENIED"));
  const { create, service, heard, reapAfter } = await createHost({
    storage,
    answer: (call) => call === 1 && Promise.reject(new Error("down")),
  });
  const { id } = await create();
  await service.run(id);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  await service.retry(id, { user: USER });
  await reapAfter(MINUTE);
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toMatchObject({
    record: { status: "pending" },
    said: { status: "failed", error: { code: "STORAGE_DENIED" } },
  });
});

test("a worker that is lost for good is heard of by both listeners to the end", async () => {
  const progress = createRecordingReporter();
  const { create, store, heard, reapAfter } = await createHost({
    progress,
    retries: { attempts: 2, delayMs: () => 0 },
  });
  const { id } = await create();
  for (const token of ["first", "second"]) {
    expect(await store.claim(id, token, 1_000)).not.toBeNull();
    await reapAfter(2_000);
  }
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard.map(({ said }) => said)).toMatchObject([
    { code: "WORKER_LOST" },
    { status: "failed", error: { code: "WORKER_LOST" } },
  ]);
  expect(progress.calls.map(({ stage }) => [stage.key, stage.status])).toEqual([
    ["data_export", "RETRY"],
    ["data_export", "FAILURE"],
  ]);
});

test("without a listener nothing is kept, and a service without one leaves another's notices to others", async () => {
  const { createAndRun, another, heard, clock, store } = await createHost({ listening: false });
  await createAndRun();
  clock.advance(MINUTE);
  expect(await store.notices?.take(10, 0)).toEqual([]);
  const down = another({ onFinished: () => Promise.reject(new Error("down")) });
  const { id } = await down.create({ project: 1, format: "nightly", filters: {} }, { user: USER });
  await down.run(id);
  clock.advance(MINUTE);
  await another().reap();
  clock.advance(MINUTE);
  const said: string[] = [];
  await another({ onFinished: (_record, { status }) => said.push(status) }).reap();
  expect(said).toEqual(["succeeded"]);
  expect(heard).toEqual([]);
});

test("a store that keeps no notices is refused where there are listeners", async () => {
  const store = new Proxy(createMemoryStore(), {
    get: (target, name) => (name === "notices" ? undefined : Reflect.get(target, name)),
  });
  const host = await createTestHost();
  expect(() => host.another({ store, onFinished: () => undefined })).toThrow("a store that keeps notices");
});
