import { afterEach, describe, expect, test, vi } from "vitest";
import type { Authorizer, Decision } from "../../src/contracts/authorizer.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import type { ExportHandlerOptions } from "../../src/http/handler-options.js";
import type { ExportJson } from "../../src/http/wire-schemas.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createTestHost, USER } from "../support/test-host.js";

const SECRET = "a secret of thirty-two characters";
const NOW = Date.UTC(2026, 5, 1, 12, 2);

afterEach(() => void vi.useRealTimers());

async function signedHost({ storage = createMemoryStorage(), ...face }: Partial<ExportHandlerOptions> & Storage = {}) {
  let decision: Decision = "allow";
  const authorizer: Authorizer = {
    authorize: async ({ userId }) => (userId === null ? "deny" : decision),
    readableProjects: async () => "all",
  };
  const host = await createTestHost({ storage, authorizer });
  const { id } = await host.createAndRun();
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  const authenticate = (request: Request) => (request.headers.has("x-user") ? USER : null);
  const options = { service: host.service, authenticate, linkSecrets: [SECRET], ...face };
  const handler = createExportHandler(options);
  const send = (url: string, init: RequestInit = {}) => handler(new Request(url, init));
  const address = `http://example.org/exports/${id}/`;
  const read = async () => (await (await send(address, { headers: { "x-user": "5" } })).json()) as ExportJson;
  return { ...host, id, send, address, read, decide: (next: Decision) => void (decision = next) };
}

interface Storage {
  readonly storage?: ReturnType<typeof createMemoryStorage>;
}

test("an address of a file opens without a header: whole, in part, and by HEAD", async () => {
  const { read, send, id, bytes } = await signedHost();
  const { file_url: url } = await read();
  const whole = await bytes(id);
  const get = await send(url!);
  expect([get.status, Buffer.from(await get.arrayBuffer())]).toEqual([200, whole]);
  const part = await send(url!, { headers: { range: "bytes=2-5" } });
  expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, whole.subarray(2, 6)]);
  const head = await send(url!, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(whole.length)]);
});

test("a record keeps its tag for five minutes, and then has another link", async () => {
  const { send, address } = await signedHost();
  const tag = async () => (await send(address, { headers: { "x-user": "5" } })).headers.get("etag");
  const first = await tag();
  vi.setSystemTime(NOW + 2 * 60_000);
  expect(await tag()).toBe(first);
  vi.setSystemTime(NOW + 5 * 60_000);
  expect(await tag()).not.toBe(first);
});

describe("a signature that is no good is a 403, the same for every id", () => {
  test.each(["altered", "expired", "of another export", "empty"])("%s", async (fault) => {
    const { read, send, createAndRun, create } = await signedHost();
    const { file_url: url } = await read();
    const other = await createAndRun();
    const pending = await create();
    const signature = new URL(url!).searchParams.get("signature")!;
    const sent = {
      altered: `${signature.slice(0, -2)}xx`,
      expired: signature,
      "of another export": signature,
      empty: "",
    };
    if (fault === "expired") vi.setSystemTime(NOW + 16 * 60_000);
    const ids = [other.id, pending.id, 4711, "abc"];
    const answers = await Promise.all(
      ids.map(async (id) => {
        const response = await send(
          `http://example.org/exports/${id}/download/?signature=${sent[fault as keyof typeof sent]}`,
        );
        return { status: response.status, headers: [...response.headers], text: await response.text() };
      }),
    );
    expect(answers[0]).toMatchObject({ status: 403, text: expect.not.stringContaining("signature") });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

test.each([
  ["deny", 403],
  ["hide", 404],
] as const)("a user whose right is gone (%s) gets what they would get without a link", async (decision, status) => {
  const { read, send, address, decide } = await signedHost();
  const { file_url: url } = await read();
  decide(decision);
  const [linked, own] = [await send(url!), await send(`${address}download/`, { headers: { "x-user": "5" } })];
  expect([linked.status, await linked.text()]).toEqual([status, await own.text()]);
});

test("a link is good for the version it was given with, and for the file alone", async () => {
  const { read, send, address, service, id } = await signedHost();
  const { file_url: url } = await read();
  const { search } = new URL(url!);
  expect((await send(address + search)).status).toBe(401);
  expect((await send(address + search, { method: "DELETE" })).status).toBe(401);
  await service.update(id, { filters: { moths_min: 2 } }, { user: USER });
  await service.run(id);
  expect((await send(url!)).status).toBe(403);
  expect((await send((await read()).file_url!)).status).toBe(200);
});

test("without a secret, addresses and downloads are as before", async () => {
  const { service, address, id } = await signedHost();
  const handler = createExportHandler({ service, authenticate: () => USER });
  const record = (await (await handler(new Request(address))).json()) as ExportJson;
  expect(record.file_url).toBe(`http://example.org/exports/${id}/download/`);
  expect((await handler(new Request(`${record.file_url}?signature=x`))).status).toBe(200);
});

test("a storage that signs links gets the browser, for 300 seconds at most", async () => {
  const storage = createMemoryStorage();
  const seconds: number[] = [];
  storage.link = async (_key, { expiresInSeconds }) => {
    seconds.push(expiresInSeconds);
    return "https://bucket.example.org/file";
  };
  const { read, send, address } = await signedHost({ storage });
  const { file_url: url } = await read();
  const linked = await send(url!);
  expect([linked.status, linked.headers.get("location")]).toEqual([302, "https://bucket.example.org/file"]);
  expect(seconds).toEqual([300]);
  expect((await send(`${address}download/`, { headers: { "x-user": "5" } })).status).toBe(200);
  const streamed = await signedHost({ storage, download: "stream" });
  expect((await streamed.send((await streamed.read()).file_url!)).status).toBe(200);
});

test("a download says when it was made, and is not sent twice", async () => {
  const { read, send } = await signedHost();
  const { file_url: url, finished_at: finished } = await read();
  const modified = (await send(url!)).headers.get("last-modified")!;
  expect(Date.parse(modified)).toBe(Math.floor(Date.parse(finished!) / 1000) * 1000);
  const ask = async (headers: Readonly<Record<string, string>>) => (await send(url!, { headers })).status;
  expect(await ask({ "if-modified-since": modified })).toBe(304);
  expect(await ask({ "if-modified-since": new Date(Date.parse(modified) - 1000).toUTCString() })).toBe(200);
  for (const text of ["yesterday", "2999", "2999-01-01T00:00:00Z"])
    expect(await ask({ "if-modified-since": text }), text).toBe(200);
  expect(await ask({ "if-modified-since": modified, "if-none-match": '"other"' })).toBe(200);
});

test("the second stage names the file's address, and the job has labels and logs", async () => {
  const { job, file_url: url } = await (await signedHost()).read();
  expect(job.progress.stages[1]!.params).toEqual([{ key: "file_url", name: "File URL", value: url }]);
  expect(job.progress.summary.status_label).toBe("SUCCESS");
  expect(job.logs).toEqual({ stdout: [], stderr: [] });
});
