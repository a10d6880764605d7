import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { NightlyExporter, nightSource, type NightRow } from "../support/nightly-exporter.js";
import { allowAll, BODY, createTestHost, USER } from "../support/test-host.js";

const RECORD_OF_A_SUCCESS = {
  status: "succeeded",
  error: null,
  recordCount: 25,
  filename: "night-watch_export-1.ndjson",
  contentType: "application/x-ndjson",
  uploadKey: null,
  discarded: [],
  warnings: [],
};

test("a request becomes a file in the store", async () => {
  const host = await createTestHost({ fileUrl: ({ id }) => `https://host.example/exports/${id}/download/` });
  const created = await host.create();
  expect(created).toMatchObject({
    id: 1,
    status: "pending",
    recordCount: 25,
    job: { name: "Export nightly", state: "PENDING" },
  });
  expect(host.queue.queued).toEqual([{ jobId: 1, delayMs: 0 }]);
  await host.service.run(1);
  const record = await host.stored(1);
  expect(record).toMatchObject(RECORD_OF_A_SUCCESS);
  const bytes = await host.bytes(1);
  expect(bytes.toString().split("\n")).toHaveLength(26);
  expect(record.fileSize).toBe(bytes.length);
  expect(record.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(await host.keys()).toEqual([record.fileKey]);
  expect(host.errors).toEqual([]);
});

test("a finished job shows both stages done, and the download address", async () => {
  const host = await createTestHost({ fileUrl: ({ id }) => `https://host.example/exports/${id}/download/` });
  const { job } = await host.createAndRun();
  expect(job.state).toBe("SUCCESS");
  expect(job.token).toBeNull();
  expect(job.progress).toMatchObject({
    summary: { status: "SUCCESS", progress: 1 },
    stages: [
      {
        key: "data_export",
        name: "Exporting data",
        status: "SUCCESS",
        progress: 1,
        params: [
          { key: "number_of_records_exported", name: "Number of records exported", value: 25 },
          { key: "total_records_to_export", name: "Total records to export", value: 25 },
        ],
      },
      {
        key: "uploading_snapshot",
        name: "Uploading snapshot",
        status: "SUCCESS",
        progress: 1,
        params: [{ key: "file_url", name: "File URL", value: "https://host.example/exports/1/download/" }],
      },
    ],
  });
});

test("filters narrow the rows and are kept as they were asked for", async () => {
  const host = await createTestHost();
  const record = await host.createAndRun({ ...BODY, filters: { moths_min: 20 } });
  expect(record).toMatchObject({ recordCount: 5, filters: { moths_min: 20 }, filtersDisplay: { moths_min: 20 } });
});

test("`filters: null` means none", async () => {
  const host = await createTestHost();
  expect(await host.createAndRun({ ...BODY, filters: null })).toMatchObject({
    status: "succeeded",
    recordCount: 25,
    filters: {},
  });
});

test("zero rows end at 100%, with an empty file", async () => {
  const host = await createTestHost();
  const record = await host.createAndRun({ ...BODY, filters: { moths_min: 1000 } });
  expect(record).toMatchObject({
    status: "succeeded",
    recordCount: 0,
    fileSize: 0,
    job: { progress: { summary: { progress: 1 } } },
  });
});

test("ten deliveries of one job make one file", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  await Promise.all(Array.from({ length: 10 }, () => host.service.run(id)));
  expect(await host.keys()).toHaveLength(1);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", job: { attempts: 1 } });
});

test("rows that are added while an export runs are not in it", async () => {
  const rows: NightRow[] = Array.from({ length: 25 }, (_, index) => ({ id: index, moths: index }));
  class GrowingExporter extends NightlyExporter {
    override getSource() {
      return nightSource(() => [...rows]);
    }
    override async *encode(batches: AsyncIterable<readonly NightRow[]>) {
      for await (const chunk of super.encode(batches)) {
        rows.push({ id: rows.length, moths: 1 });
        yield chunk;
      }
    }
  }
  const host = await createTestHost({ exporter: GrowingExporter });
  expect(await host.createAndRun()).toMatchObject({ status: "succeeded", recordCount: 25 });
  expect(rows.length).toBeGreaterThan(25);
});

test("an export whose retention is over is gone, file and record, after a reaper pass", async () => {
  const clock = createFakeClock();
  const host = await createTestHost({ store: createMemoryStore({ clock }), retentionMs: 1000 });
  const { id, expiresAt } = await host.createAndRun();
  expect(expiresAt).not.toBeNull();
  clock.advance(999);
  await host.service.reap();
  expect(await host.keys()).toHaveLength(1);
  clock.advance(1);
  await host.service.reap();
  expect(await host.keys()).toEqual([]);
  expect(await host.store.get(id)).toBeNull();
});

test("a user who lost the right while the export waited gets a failure, and no file", async () => {
  let allowed = true;
  const authorizer = { ...allowAll, authorize: async () => (allowed ? ("allow" as const) : ("deny" as const)) };
  const host = await createTestHost({ authorizer });
  const { id } = await host.create();
  allowed = false;
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "failed", error: { code: "PERMISSION_REVOKED" } });
  expect(await host.keys()).toEqual([]);
});

test("a user who lost the right while the file was uploaded gets a failure, and no file", async () => {
  let questions = 0;
  const authorizer = {
    ...allowAll,
    authorize: async ({ action }: { action: string }) =>
      action === "run" && ++questions === 2 ? ("hide" as const) : ("allow" as const),
  };
  const host = await createTestHost({ authorizer });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "PERMISSION_REVOKED" } });
  expect(await host.keys()).toEqual([]);
});

test("the same idempotency key gives the same export, another request under it a conflict", async () => {
  const host = await createTestHost();
  const options = { user: USER, idempotencyKey: "k-1" };
  const first = await host.service.create(BODY, options);
  expect((await host.service.create(BODY, options)).id).toBe(first.id);
  expect(host.queue.queued).toHaveLength(1);
  const other = host.service.create({ ...BODY, filters: { moths_min: 2 } }, options);
  await expect(other).rejects.toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
});

test("one active export too many is refused", async () => {
  const host = await createTestHost({ limits: { activePerUser: 2 } });
  await host.create();
  await host.create();
  await expect(host.create()).rejects.toMatchObject({ code: "LIMIT_REACHED" });
  await host.service.run(1);
  expect((await host.create()).id).toBe(3);
});

test("an estimate that takes too long is null, and the export is created all the same", async () => {
  class SlowExporter extends NightlyExporter {
    override count(): Promise<number> {
      return new Promise(() => undefined);
    }
  }
  const host = await createTestHost({ exporter: SlowExporter, estimateMs: 20 });
  expect(await host.create()).toMatchObject({ status: "pending", recordCount: null });
});
