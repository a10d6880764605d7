import { expect, test } from "vitest";
import { createTestHost, USER } from "../support/test-host.js";

test("a file whose export is deleted before it is opened is not found, whatever the storage says", async () => {
  const host = await createTestHost();
  const { id } = await host.createAndRun();
  const file = await host.service.file(id, { user: USER });
  await host.service.delete(id, { user: USER });
  await expect(file.open()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a file whose export runs again before it is opened is not ready, and then another", async () => {
  const host = await createTestHost();
  const { id } = await host.createAndRun();
  const file = await host.service.file(id, { user: USER });
  await host.service.update(id, { filters: { moths_min: 1 } }, { user: USER });
  await expect(file.open()).rejects.toMatchObject({ code: "FILE_NOT_READY" });
  await host.service.run(id);
  await expect(file.open()).rejects.toMatchObject({ code: "FILE_NOT_READY" });
});

test("a file that the storage has lost is the storage's fault", async () => {
  const host = await createTestHost();
  const { id } = await host.createAndRun();
  const file = await host.service.file(id, { user: USER });
  for (const key of await host.keys()) await host.storage.delete(key);
  await expect(file.open()).rejects.toMatchObject({ code: "STORAGE_FILE_MISSING" });
});
