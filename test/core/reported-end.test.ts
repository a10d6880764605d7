import { expect, test, vi } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createRecordingReporter } from "../../src/testing/fakes/recording-reporter.js";
import { createTestHost, USER } from "../support/test-host.js";

/** What a reporter hears last of each stage, when uploads end like this. */
async function lastHeard(put: (cancel: () => Promise<unknown>) => Promise<void>, wanted: string) {
  const progress = createRecordingReporter();
  const storage = createMemoryStorage();
  const host = await createTestHost({ storage, progress });
  const { id } = await host.create();
  storage.put = () => put(() => host.service.cancel(id, { user: USER }));
  await host.service.run(id);
  const last = () => new Map(progress.calls.map(({ stage }) => [stage.key, stage.status]));
  await vi.waitFor(() => expect(last().get("uploading_snapshot")).toBe(wanted));
  return last();
}

test.each<[what: string, wanted: string, put: (cancel: () => Promise<unknown>) => Promise<void>]>([
  ["a failure", "FAILURE", () => Promise.reject(new ExportError("STORAGE_DENIED"))],
  ["a failure that is tried again", "RETRY", () => Promise.reject(new ExportError("STORAGE_FAILED"))],
  [
    "a cancel",
    "REVOKED",
    async (cancel) => {
      await cancel();
      throw new ExportError("CANCELLED");
    },
  ],
])("a reporter hears the end of an attempt: %s", async (_what, wanted, put) => {
  expect([...(await lastHeard(put, wanted))]).toEqual([
    ["data_export", "SUCCESS"],
    ["uploading_snapshot", wanted],
  ]);
});
