import { expect, test } from "vitest";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import type { Id } from "../../src/contracts/id.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createRecordingReporter } from "../../src/testing/fakes/recording-reporter.js";
import { BODY, createTestHost, USER } from "../support/test-host.js";

test("the host's job is created once, for an export that is recorded and not yet enqueued", async () => {
  const seen: (readonly [ExportRecord, ExportRecord | null, number])[] = [];
  const store = createMemoryStore();
  const host = await createTestHost({
    store,
    createJob: async (record) => {
      seen.push([record, await store.get(record.id), host.queue.queued.length]);
      return "job-907";
    },
  });
  const record = await host.createAndRun();
  expect(seen).toEqual([[seen[0]?.[0], seen[0]?.[0], 0]]);
  expect(record).toMatchObject({ id: 1, status: "succeeded", job: { id: "job-907" } });
  expect(host.queue.queued.map(({ jobId }) => jobId)).toEqual([1]);
});

test.each<[what: string, id: Id]>([
  ["a number", 907],
  ["text", "6d2b-01"],
])("clients see the host's id as the job's, over HTTP and to the end: %s", async (_what, id) => {
  const { service } = await createTestHost({ createJob: () => id });
  const handler = createExportHandler({ service, authenticate: () => USER });
  const call = async (method: string, path: string, body?: object) => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    return (await (await handler(new Request(`http://host/exports/${path}`, { method, ...init }))).json()) as unknown;
  };
  expect(await call("POST", "", BODY)).toMatchObject({ id: 1, version: 2, job: { id, status: "PENDING" } });
  await service.run(1);
  expect(await call("GET", "1/")).toMatchObject({ id: 1, job: { id, status: "SUCCESS" } });
  expect(await call("GET", "")).toMatchObject({ results: [{ id: 1, job: { id } }] });
  expect(await call("PATCH", "1/", { filters: {}, format: "nightly" })).toMatchObject({ job: { id } });
});

test("a reporter gets the host's id", async () => {
  const progress = createRecordingReporter();
  const { createAndRun } = await createTestHost({ progress, createJob: () => 907 });
  await createAndRun();
  expect(new Set(progress.calls.map(({ jobId }) => jobId))).toEqual(new Set([907]));
});

test("the same idempotency key creates no second job", async () => {
  let jobs = 0;
  const { service } = await createTestHost({ createJob: () => (jobs += 1) });
  const options = { user: USER, idempotencyKey: "k" };
  const [first, second] = [await service.create(BODY, options), await service.create(BODY, options)];
  expect([first.job.id, second.job.id, jobs]).toEqual([1, 1, 1]);
});

test.each<[what: string, createJob: () => Id | Promise<Id>]>([
  ["rejects", () => Promise.reject(new Error("down"))],
  ["never answers", () => new Promise(() => undefined)],
  ["returns no id", () => ({}) as never],
])("an export whose job %s is taken back", async (_what, createJob) => {
  const { service, store, queue } = await createTestHost({ createJob, leaseMs: 60 });
  await expect(service.create(BODY, { user: USER })).rejects.toMatchObject({ code: "RUNNER_FAILED" });
  expect(await store.get(1)).toBeNull();
  expect(queue.queued).toEqual([]);
});

test("a user may cancel while the host still makes its job", async () => {
  const host = await createTestHost({
    createJob: async ({ id }) => {
      await host.service.cancel(id, { user: USER });
      return 907;
    },
  });
  expect(await host.create()).toMatchObject({ status: "cancelled", job: { id: 907 } });
});
