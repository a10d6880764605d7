import { expect, test } from "vitest";
import { createTestHost, USER } from "../support/test-host.js";

test("waitForEnd returns the record once the export has ended, in whichever process it ran", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  const waiting = host.another().waitForEnd(id, { user: USER });
  await host.service.run(id);
  expect(await waiting).toMatchObject({ id, status: "succeeded" });
});

test("waitForEnd rejects with the signal's reason when the wait is aborted", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  const abort = new AbortController();
  const waiting = host.service.waitForEnd(id, { user: USER, signal: abort.signal });
  const reason = new TypeError("enough");
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test("waitForEnd rejects when the export is deleted or the user may not read it", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  const stranger = host.another({ authorizer: { authorize: async () => "hide", readableProjects: async () => [] } });
  await expect(stranger.waitForEnd(id, { user: USER })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const waiting = host.service.waitForEnd(id, { user: USER });
  await host.service.delete(id, { user: USER });
  await expect(waiting).rejects.toMatchObject({ code: "NOT_FOUND" });
});
