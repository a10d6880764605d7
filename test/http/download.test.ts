import type { Socket } from "node:net";
import { describe, expect, test, vi } from "vitest";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import type { StorageAdapter } from "../../src/contracts/storage-adapter.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createTestHost, type TestHostOptions } from "../support/test-host.js";
import { dial, requestText } from "./raw-exchange.js";
import { serve, serveFace, WEB_HOSTS, type FaceOptions } from "./web-hosts.js";

const USER = { "x-user": "5" };
const MEBIBYTE = 1024 * 1024;

async function downloadable(options: TestHostOptions = {}, face: Partial<FaceOptions> = {}) {
  const host = await createTestHost(options);
  const record = await host.createAndRun();
  const url = await serveFace({ service: host.service, ...face });
  const address = `${url}/exports/${record.id}/download/`;
  const get = (headers: Readonly<Record<string, string>> = {}, method = "GET") =>
    fetch(address, { method, redirect: "manual", headers: { ...USER, ...headers } });
  return { host, record, url, address, get, whole: await host.bytes(record.id) };
}

test("a file comes whole, under its name, and is neither sniffed nor kept", async () => {
  const { get, whole, record } = await downloadable();
  const response = await get();
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/x-ndjson",
    "content-length": String(whole.length),
    "content-disposition": `attachment; filename="night-watch_export-1.ndjson"; filename*=UTF-8''night-watch_export-1.ndjson`,
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store, no-transform",
    "accept-ranges": "bytes",
    etag: `"${record.sha256}"`,
  });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(whole);
});

test("HEAD tells everything and reads nothing from the storage", async () => {
  const storage = createMemoryStorage();
  const { get, whole } = await downloadable({ storage });
  storage.open = () => Promise.reject(new TypeError("opened"));
  const response = await get({ range: "bytes=0-1" }, "HEAD");
  expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([
    200,
    String(whole.length),
    "",
  ]);
});

describe("ranges", () => {
  test.each([
    ["bytes=0-9", 0, 9],
    ["bytes=5-", 5, Infinity],
    ["bytes=-7", -7, Infinity],
    ["bytes=0-99999999999999999999", 0, Infinity],
    ["bytes=-99999999999999999999", 0, Infinity],
    ["BYTES=3-3", 3, 3],
  ])("%s gives that part", async (range, from, to) => {
    const { get, whole } = await downloadable();
    const start = from < 0 ? whole.length + from : from;
    const end = Math.min(to, whole.length - 1);
    const response = await get({ range });
    expect([response.status, response.headers.get("content-range")]).toEqual([
      206,
      `bytes ${start}-${end}/${whole.length}`,
    ]);
    expect(response.headers.get("content-length")).toBe(String(end - start + 1));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(whole.subarray(start, end + 1));
  });

  test.each([
    "bytes=0-1,4-5",
    "lines=0-1",
    "bytes=9-3",
    "bytes=-",
    "bytes=a-b",
    "bytes 0-1",
    "bytes=99999999999999999999-0",
  ])("%s gives the whole", async (range) => {
    const { get, whole } = await downloadable();
    const response = await get({ range });
    expect([response.status, Buffer.from(await response.arrayBuffer())]).toEqual([200, whole]);
  });

  test.each(["bytes=100000-", "bytes=-0", "bytes=99999999999999999999-"])("%s lies outside", async (range) => {
    const { get, whole } = await downloadable();
    const response = await get({ range });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
    expect(await response.json()).toEqual({ detail: "The requested range lies outside the file." });
  });

  test("If-Range asks for a part of this very file only", async () => {
    const { get, record } = await downloadable();
    const status = async (condition: string) => (await get({ range: "bytes=0-1", "if-range": condition })).status;
    expect(await status(`"${record.sha256}"`)).toBe(206);
    expect(await status(`W/"${record.sha256}"`)).toBe(200);
    expect(await status('"another"')).toBe(200);
    expect(await status("Wed, 21 Oct 2015 07:28:00 GMT")).toBe(200);
  });

  test("a reader who has the file gets 304", async () => {
    const { get, record } = await downloadable();
    expect((await get({ "if-none-match": `"${record.sha256}"` })).status).toBe(304);
  });
});

test("a storage with links is linked to where the host says so, but for HEAD", async () => {
  const storage: StorageAdapter = createMemoryStorage();
  storage.link = async (_key, { expiresInSeconds, filename }) =>
    `https://files.example.org/?for=${expiresInSeconds}&as=${filename}`;
  const { get } = await downloadable({ storage }, { download: "redirect" });
  const response = await get();
  expect([response.status, response.headers.get("location")]).toEqual([
    302,
    "https://files.example.org/?for=300&as=night-watch_export-1.ndjson",
  ]);
  expect(response.headers.get("cache-control")).toBe("private, no-store, no-transform");
  expect((await get({}, "HEAD")).status).toBe(200);
});

test("a storage without links is streamed from, whatever the host says", async () => {
  const { get, whole } = await downloadable({}, { download: "redirect" });
  expect(Buffer.from(await (await get()).arrayBuffer())).toEqual(whole);
});

test.each([
  ["ends early", (bytes: Buffer) => [bytes.subarray(0, 10)]],
  ["goes on too long", (bytes: Buffer) => [Buffer.concat([bytes, Buffer.from("more")])]],
])("a storage that %s breaks the connection off, and is reported", async (_name, spoil) => {
  const storage = createMemoryStorage();
  const reported: unknown[] = [];
  const { get, whole } = await downloadable({ storage }, { onError: (error) => void reported.push(error) });
  storage.open = async () => ReadableStream.from(spoil(whole));
  await expect(get().then((response) => response.arrayBuffer())).rejects.toThrow();
  await vi.waitFor(() => expect(reported).toMatchObject([{ code: "STORAGE_FAILED" }]));
});

test("a storage that fails at once is a 503 without its message", async () => {
  const storage = createMemoryStorage();
  const reported: unknown[] = [];
  const { get } = await downloadable({ storage }, { onError: (error) => void reported.push(error) });
  storage.open = () => Promise.reject(new TypeError("secret-bucket is unreachable"));
  const response = await get();
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await response.text()).not.toContain("secret");
  expect(reported).toMatchObject([{ code: "STORAGE_FAILED", cause: { message: "secret-bucket is unreachable" } }]);
});

/** A storage whose every file is a gibibyte of zeroes; it counts what is read, and tells when a reading has ended. */
function endlessStorage() {
  const state = { read: 0, aborted: false, ended: false };
  const storage = createMemoryStorage();
  storage.open = async (_key, { signal } = {}) => {
    signal?.addEventListener("abort", () => void (state.aborted = true), { once: true });
    return (async function* () {
      try {
        for (; state.read < 1024 * MEBIBYTE; state.read += 65_536) yield Buffer.alloc(65_536);
      } finally {
        state.ended = true;
      }
    })();
  };
  return { storage, state };
}

async function serveEndless(hostName: string) {
  const { storage, state } = endlessStorage();
  const host = await createTestHost({ storage });
  const { id, version } = await host.createAndRun();
  await host.store.update(id, { version }, { fileSize: 1024 * MEBIBYTE } satisfies Partial<ExportRecord>);
  return {
    state,
    address: `${await serve(WEB_HOSTS[hostName]!.host({ service: host.service }))}/exports/${id}/download/`,
  };
}

/** Starts a download, takes the head of the answer, and then reads no more. */
async function stall(address: string): Promise<Socket> {
  const socket = dial(address);
  socket.write(requestText(address, { headers: { "X-User": "5" } }));
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  return socket;
}

describe.each(Object.keys(WEB_HOSTS))("%s", (hostName) => {
  test("a reader who stops reading stops the storage; one who goes away ends it", async () => {
    const { state, address } = await serveEndless(hostName);
    const socket = await stall(address);
    let before = -1;
    await vi.waitFor(
      () => {
        const stopped = before === state.read;
        before = state.read;
        expect(stopped).toBe(true);
      },
      { interval: 100, timeout: 10_000 },
    );
    expect(state.read).toBeLessThan(32 * MEBIBYTE);
    expect(state.ended).toBe(false);
    socket.destroy();
    await vi.waitFor(() => expect(state).toMatchObject({ aborted: true, ended: true }), { timeout: 10_000 });
  });
});
