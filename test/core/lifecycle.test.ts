import { describe, expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import { cancelPatch } from "../../src/core/lifecycle/cancel-patch.js";
import { createdRecord } from "../../src/core/lifecycle/created-record.js";
import { deletePatch } from "../../src/core/lifecycle/cancel-patch.js";
import { endedPatch } from "../../src/core/lifecycle/ended-patch.js";
import { publishedPatch } from "../../src/core/lifecycle/published-patch.js";
import { runAgainPatch } from "../../src/core/lifecycle/run-again-patch.js";

const HOST = {
  leaseMs: 30_000,
  enqueueGraceMs: 60_000,
  unknownFormatGraceMs: 600_000,
  retentionMs: 7_000,
  limits: { uploadMs: 100_000 },
  retries: { attempts: 3, delayMs: (attempts: number) => attempts * 1_000 },
};

const TIMES = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };

function aRecord(changes: Partial<ExportRecord> = {}, job: Partial<ExportRecord["job"]> = {}): ExportRecord {
  const requested = {
    user: { id: 1, name: "Ada" },
    projectId: 1,
    format: "f",
    filters: {},
    filtersDisplay: {},
    options: {},
  };
  const created = createdRecord({ ...requested, jobName: "Export f", estimate: 9 });
  const times = { ...TIMES, startedAt: null, finishedAt: null, expiresAt: null, dueAt: null };
  return { ...created, id: 1, version: 1, ...times, ...changes, job: { ...created.job, ...job } };
}

const failure = (code: ExportError["code"], retryable = false) => {
  const { progress } = aRecord().job;
  return { error: new ExportError(code, { retryable }), stage: "data_export", progress };
};
const running = (job: Partial<ExportRecord["job"]> = {}) =>
  aRecord({ status: "running", uploadKey: "k" }, { attempts: 1, token: "t", ...job });
const UPLOADING = [{ key: "k", phase: "uploading" }];

test("a created record is pending, has no file, and carries the estimate", () => {
  expect(aRecord()).toMatchObject({
    status: "pending",
    fileKey: null,
    recordCount: 9,
    job: { attempts: 0, token: null },
  });
});

describe("an attempt that ends without a file", () => {
  test("is repeated after an error that may pass, later each time, and its upload is discarded", () => {
    expect(endedPatch(HOST, running({ attempts: 2 }), failure("SOURCE_FAILED", true))).toMatchObject({
      status: "pending",
      discarded: UPLOADING,
      uploadKey: null,
      dueInMs: 62_000,
      job: { state: "RETRY", attempts: 2, token: null },
    });
  });

  test("fails after its last attempt, and after an error that stays", () => {
    for (const [attempts, retryable] of [
      [3, true],
      [1, false],
    ] as const) {
      expect(endedPatch(HOST, running({ attempts }), failure("SOURCE_FAILED", retryable))).toMatchObject({
        status: "failed",
        error: { code: "SOURCE_FAILED", stage: "data_export" },
        finishedAt: "now",
        dueInMs: 0,
        job: { state: "FAILURE", token: null },
      });
    }
  });

  test("is put back at once, uncounted, when its worker shuts down", () => {
    const patch = endedPatch(HOST, running(), failure("RELEASED"));
    expect(patch).toMatchObject({ status: "pending", dueInMs: 0, job: { state: "PENDING", attempts: 0 } });
  });

  test("is cancelled when that was asked for, whatever it failed with", () => {
    const patch = endedPatch(HOST, running({ cancelRequested: true }), failure("SOURCE_FAILED", true));
    expect(patch).toMatchObject({ status: "cancelled", error: null, job: { state: "REVOKED" } });
  });
});

describe("a cancel", () => {
  test("ends a pending export at once, and asks a running one to stop, once", () => {
    expect(cancelPatch(HOST, aRecord())).toMatchObject({ status: "cancelled", finishedAt: "now" });
    expect(cancelPatch(HOST, running())).toEqual({ job: { state: "CANCELING", cancelRequested: true } });
    expect(cancelPatch(HOST, running({ cancelRequested: true }))).toBeNull();
  });

  test.each(["succeeded", "failed", "cancelled"] as const)("is refused of a %s export", (status) => {
    expect(() => cancelPatch(HOST, aRecord({ status }))).toThrow(expect.objectContaining({ code: "NOT_CANCELLABLE" }));
  });
});

test("a deletion withdraws the file at once, and leaves a running attempt to stop by itself", () => {
  expect(deletePatch(HOST, aRecord({ status: "succeeded", fileKey: "f" }))).toMatchObject({
    deleted: true,
    fileKey: null,
    discarded: [{ key: "f", phase: "stored" }],
    dueInMs: 0,
  });
  expect(deletePatch(HOST, running())).toEqual({ deleted: true, job: { state: "CANCELING", cancelRequested: true } });
});

test("running again discards the old file and starts clean", () => {
  const before = aRecord({ status: "failed", fileKey: "f", recordCount: 4 }, { attempts: 3 });
  expect(runAgainPatch(HOST, before)).toMatchObject({
    status: "pending",
    error: null,
    fileKey: null,
    recordCount: null,
    discarded: [{ key: "f", phase: "stored" }],
    expiresInMs: null,
    dueInMs: 60_000,
    job: { attempts: 0, name: "Export f" },
  });
});

describe("a publication", () => {
  const stored = {
    fileKey: "k",
    filename: "a.csv",
    contentType: "text/csv",
    recordCount: 3,
    fileSize: 10,
    sha256: "0",
    warnings: [],
    progress: aRecord().job.progress,
  };

  test("makes the file the export's, until retention ends", () => {
    expect(publishedPatch(HOST, running(), stored)).toMatchObject({
      status: "succeeded",
      fileKey: "k",
      uploadKey: null,
      expiresInMs: 7_000,
      dueInMs: null,
      job: { state: "SUCCESS", token: null, result: { record_count: 3 } },
    });
  });

  test("is due again while an earlier upload may come late", () => {
    const discarded = [{ key: "old", phase: "late" }] as const;
    expect(publishedPatch(HOST, { ...running(), discarded }, stored)).toMatchObject({ dueInMs: 130_000 });
  });

  test("is refused after a cancel", () => {
    const cancelled = running({ cancelRequested: true });
    expect(() => publishedPatch(HOST, cancelled, stored)).toThrow(expect.objectContaining({ code: "CANCELLED" }));
  });
});
