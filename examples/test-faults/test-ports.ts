/** Tests of a store and a storage alone, without a service around them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryStorage, createMemoryStore } from "vasculum";
import { createFileBody, createNewExport, createStalledBody } from "vasculum/testing";

const { signal } = new AbortController();

test("a file can be read back, whole or from its middle", async () => {
  // #region body
  const storage = createMemoryStorage();
  const body = createFileBody("night,moths\r\n");
  await storage.put("exports/1/nights.csv", body, { contentType: "text/csv", signal });
  // #endregion
  const chunks: Uint8Array[] = [];
  for await (const chunk of await storage.open("exports/1/nights.csv", { range: { start: 6 } })) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString(), "moths\r\n");
});

test("no file is kept of an upload that stops midway", async () => {
  const storage = createMemoryStorage();
  // #region stalled
  const stopping = new AbortController();
  const body = createStalledBody("night,moths\r\n");
  const upload = storage.put("exports/2/nights.csv", body, { contentType: "text/csv", signal: stopping.signal });
  await body.stalled;
  stopping.abort();
  await assert.rejects(upload);
  assert.equal(await storage.stat("exports/2/nights.csv"), null);
  // #endregion
});

test("a list of exports holds those of its project alone", async () => {
  // #region store
  const store = createMemoryStore();
  for (const projectId of [7, 8]) await store.create(createNewExport({ projectId }), { dueInMs: 60_000 });
  // #endregion
  const { count } = await store.list({ projectIds: [7], limit: 10, offset: 0, orderBy: "id", direction: "asc" });
  assert.equal(count, 1);
});
