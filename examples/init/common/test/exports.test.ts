import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createInlineRunner,
  createMemorySource,
  createMemoryStorage,
  createMemoryStore,
  ExportService,
} from "vasculum";
import { validateArchive } from "vasculum/dwca";
import { createApp } from "../src/app.js";
import { createRegistry } from "../src/formats.js";
import { listen } from "../src/listen.js";
import { authorizer, USER } from "../src/users.js";

process.env.API_TOKEN = "of-the-test";
const AUTHORIZATION = { Authorization: "Bearer of-the-test" };

/** Everything in memory: these tests need no server. */
const rows = [
  { id: 1, project: 1, seen_on: "2024-06-18", species: "Noctua pronuba", individuals: 3 },
  { id: 2, project: 2, seen_on: "2024-06-19", species: "Autographa gamma", individuals: null },
];
const source = createMemorySource(rows, {
  key: ({ id }) => id,
  inScope: ({ project }, { projectId }) => project === projectId,
});
const service = new ExportService({
  registry: createRegistry(source),
  store: createMemoryStore(),
  storage: createMemoryStorage(),
  runner: createInlineRunner(),
  authorizer,
});

test("a client asks for a file, waits for it and downloads the rows of one project", async () => {
  await using _worker = service.startWorker();
  await using server = await listen(await createApp(service), "127.0.0.1", 0);
  const created = await fetch(`${server.url}/api/v2/exports/`, {
    method: "POST",
    headers: { ...AUTHORIZATION, "Content-Type": "application/json" },
    body: JSON.stringify({ project: 1, format: "sightings_csv" }),
  });
  assert.equal(created.status, 201);
  const { id } = (await created.json()) as { readonly id: number };
  await service.waitForEnd(id, { user: USER });
  const file = await fetch(`${server.url}/api/v2/exports/${id}/download/`, { headers: AUTHORIZATION });
  assert.equal(await file.text(), "id,seen_on,species,individuals\r\n1,2024-06-18,Noctua pronuba,3\r\n");
});

test("the archive is valid by the rules of GBIF", async () => {
  await using _worker = service.startWorker();
  const { id } = await service.create({ project: 1, format: "sightings_dwca" }, { user: USER });
  const { status } = await service.waitForEnd(id, { user: USER });
  assert.equal(status, "succeeded");
  const file = await service.file(id, { user: USER });
  const { valid, issues } = await validateArchive(await file.open());
  assert.ok(valid, JSON.stringify(issues));
});

test("a request without the token is refused", async () => {
  await using server = await listen(await createApp(service), "127.0.0.1", 0);
  assert.equal((await fetch(`${server.url}/api/v2/exports/`)).status, 401);
});

test("the server says whether all is well", async () => {
  await using server = await listen(await createApp(service), "127.0.0.1", 0);
  const health = await fetch(`${server.url}/health`);
  assert.deepEqual([health.status, await health.json()], [200, []]);
});
