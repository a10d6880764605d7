import { createServer, type RequestListener } from "node:http";
import { connect, createServer as createServer2, type IncomingHttpHeaders } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { createTestHost, type TestHost } from "../../support/test-host.js";
import { dial, rawAnswer } from "../raw-exchange.js";
import { MOUNT } from "../web-hosts.js";
import { type Mount, MOUNTS, type Surroundings } from "./mounts.js";

const USER = { "x-user": "5" };
const JSON_TYPE = { "content-type": "application/json" };
const BODY = JSON.stringify({ project: 1, format: "nightly" });

interface World {
  readonly host: TestHost;
  readonly origin: string;
  /** In front of `/exports/`. */
  readonly url: string;
}

interface Cell {
  readonly around: Surroundings;
  readonly check: (world: World) => Promise<void>;
  /** Why these mounts cannot be tested so. */
  readonly leftOut?: Readonly<Record<string, string>>;
}

const CELLS: Readonly<Record<string, Cell>> = {
  "nothing around it": { around: {}, check: async ({ url, host }) => await createFollowDownload(url, host) },
  "below another router": {
    around: { subPath: true },
    check: async ({ url, host }) => await createFollowDownload(url, host),
  },
  compression: {
    around: { compressed: true },
    check: async ({ url, origin, host }) => {
      const plain = await fetch(`${origin}/plain`);
      expect(plain.headers.get("content-encoding"), "nothing is compressed here").toBe("gzip");
      await createFollowDownload(url, host);
      await downloadInParts(url);
      await firstEventAtOnce(url);
    },
  },
  "a gzip body and no parser": {
    around: {},
    check: async ({ url, host }) => {
      const response = await postGzip(url);
      expect([response.status, response.headers.get("accept-encoding")]).toEqual([415, "identity"]);
      expect(host.queue.queued).toEqual([]);
      expect((await fetch(`${url}/exports/`, { headers: USER })).status).toBe(200);
    },
  },
  "a gzip body that a parser inflates": {
    around: { parser: true },
    check: async ({ url, host }) => {
      expect((await postGzip(url)).status).toBe(201);
      expect(host.queue.queued).toHaveLength(1);
    },
  },
  "a proxy that is trusted": {
    around: { trust: true },
    check: async ({ url }) => {
      const { location, next } = await linksOf(url, { "x-forwarded-host": "data.example.org:8443" });
      expect(location).toBe(`https://data.example.org:8443${MOUNT}/exports/1/`);
      expect(next).toBe(`https://data.example.org:8443${MOUNT}/exports/?limit=1&offset=1`);
      expect((await linksOf(url, {})).location).toBe(`https://${new URL(url).host}${MOUNT}/exports/3/`);
    },
  },
  "a proxy that is not trusted": {
    around: {},
    check: async ({ url }) => {
      const { location, next } = await linksOf(url, { "x-forwarded-host": "evil.example.org:9" });
      expect(location).toBe(`${url}/exports/1/`);
      expect(next).toBe(`${url}/exports/?limit=1&offset=1`);
    },
  },
  "HTTP/1.0 without Host": {
    around: {},
    check: async ({ url, host }) => {
      await host.createAndRun();
      const answer = await rawAnswer(url, { raw: `GET ${MOUNT}/exports/1/ HTTP/1.0\r\nX-User: 5\r\n\r\n` });
      expect(answer).toMatch(/^HTTP\/1\.[01] 200/);
      expect(answer).toContain(`"file_url":"http://localhost${MOUNT}/exports/1/download/"`);
    },
    leftOut: Object.fromEntries(
      ["Hono", "bare Fetch"].map((name) => [name, "@hono/node-server refuses a request without Host itself"]),
    ),
  },
  "a body that never ends": {
    around: {},
    check: async ({ url }) => {
      const { answer, mebibytes } = await postEndlessly(url);
      expect(answer).toMatch(/^HTTP\/1.1 413/);
      expect(mebibytes).toBeLessThan(64);
    },
  },
  "HTTP/2": {
    around: { http2: true },
    check: async ({ origin, host }) => await createFollowDownload2(origin, host),
  },
};

const cells = Object.entries(CELLS).flatMap(([around, cell]) =>
  Object.entries(MOUNTS).map(([mountName, mount]) => ({ around, cell, mountName, mount })),
);
const leftOut: string[] = [];

describe.each(cells)("$mountName, $around", ({ around, cell, mountName, mount }) => {
  test("is served the same", async () => {
    const host = await createTestHost();
    const listener = await listenerOf(mount, { cell, mountName, host });
    if (typeof listener === "string") return void leftOut.push(`${mountName}, ${around}: ${listener}.`);
    const origin = await listen(cell.around.http2 ? createServer2(listener as never) : createServer(listener));
    await cell.check({ host, origin, url: origin + MOUNT });
  });
});

test("omissions are printed", () => {
  console.log(`Left out of ${cells.length} cells:\n${leftOut.join("\n")}`);
  expect(leftOut).toHaveLength(11);
});

async function listenerOf(
  mount: Mount,
  { cell, mountName, host }: { readonly cell: Cell; readonly mountName: string; readonly host: TestHost },
): Promise<RequestListener | string> {
  return cell.leftOut?.[mountName] ?? (await mount({ service: host.service, eventIntervalMs: 5 }, cell.around));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    if ("closeAllConnections" in server) (server.closeAllConnections as () => void)();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As clients do: every address but the first comes out of an answer. */
async function createFollowDownload(url: string, host: TestHost): Promise<void> {
  const headers = { ...USER, ...JSON_TYPE };
  const created = await fetch(`${url}/exports/`, { method: "POST", headers, body: BODY });
  expect(created.status).toBe(201);
  const location = created.headers.get("location")!;
  await host.service.run(1);
  const found = await fetch(location, { headers: USER });
  const { status, file_url: fileUrl } = (await found.json()) as { readonly status: string; readonly file_url: string };
  expect(status).toBe("succeeded");
  expect(fileUrl.startsWith(`${url}/exports/`)).toBe(true);
  const file = await fetch(fileUrl, { headers: USER });
  expect([file.status, file.headers.get("content-encoding")]).toEqual([200, null]);
  expect((await file.text()).trimEnd().split("\n")).toHaveLength(25);
}

/** A part is a part of the very bytes that `Content-Range` counts. */
async function downloadInParts(url: string): Promise<void> {
  const address = `${url}/exports/1/download/`;
  const whole = Buffer.from(await (await fetch(address, { headers: USER })).arrayBuffer());
  const part = await fetch(address, { headers: { ...USER, range: "bytes=10-" } });
  expect([part.status, part.headers.get("content-encoding"), part.headers.get("content-range")]).toEqual([
    206,
    null,
    `bytes 10-${whole.length - 1}/${whole.length}`,
  ]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10));
}

async function firstEventAtOnce(url: string): Promise<void> {
  const left = new AbortController();
  const events = await fetch(`${url}/exports/1/events/`, { headers: USER, signal: left.signal });
  expect([events.status, events.headers.get("content-encoding")]).toEqual([200, null]);
  const { value } = await events.body!.getReader().read();
  expect(Buffer.from(value!).toString()).toMatch(/^id: /);
  left.abort();
}

function postGzip(url: string): Promise<Response> {
  const headers = { ...USER, ...JSON_TYPE, "content-encoding": "gzip" };
  return fetch(`${url}/exports/`, { method: "POST", headers, body: gzipSync(BODY) });
}

/** Sends until the connection is closed: what came back, and how much went out. */
async function postEndlessly(url: string): Promise<{ readonly answer: string; readonly mebibytes: number }> {
  const socket = dial(url);
  const head = `Host: x\r\nX-User: 5\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked`;
  socket.write(`POST ${MOUNT}/exports/ HTTP/1.1\r\n${head}\r\n\r\n`);
  const chunk = Buffer.from(`c350\r\n${"[".repeat(50_000)}\r\n`);
  let answer = "";
  socket.on("data", (data) => (answer += String(data)));
  const mebibytes = await new Promise<number>((resolve) => {
    const write = (): void => {
      if (socket.bytesWritten > 256 * 1024 * 1024) resolve(Infinity);
      else if (socket.write(chunk)) setImmediate(write);
      else socket.once("drain", write);
    };
    socket.once("close", () => resolve(socket.bytesWritten / 1024 / 1024));
    write();
  });
  return { answer, mebibytes };
}

/** Where the answers lead to a client behind a proxy. */
async function linksOf(url: string, forwarded: Readonly<Record<string, string>>) {
  const headers = { ...USER, ...JSON_TYPE, "x-forwarded-proto": "https", ...forwarded };
  const create = () => fetch(`${url}/exports/`, { method: "POST", headers, body: BODY });
  const location = (await create()).headers.get("location");
  await create();
  const { next } = (await (await fetch(`${url}/exports/?limit=1`, { headers })).json()) as { next: string };
  return { location, next };
}

interface Answer2 {
  readonly headers: IncomingHttpHeaders;
  readonly content: Buffer;
}

/** One exchange over HTTP/2. */
type Exchange = (path: string, headers?: Readonly<Record<string, string>>, body?: string) => Promise<Answer2>;

function openSession(origin: string): Exchange {
  const session = connect(origin);
  onTestFinished(() => session.destroy());
  return async (path, headers = {}, body) => {
    const request = session.request({ ":path": MOUNT + path, ...USER, ...headers }, { endStream: body === undefined });
    if (body !== undefined) request.end(body);
    const answered = new Promise<IncomingHttpHeaders>((resolve, reject) => {
      request.once("response", resolve);
      request.once("error", reject);
    });
    return { headers: await answered, content: await buffer(request) };
  };
}

async function createFollowDownload2(origin: string, host: TestHost): Promise<void> {
  const exchange = openSession(origin);
  const post = { ":method": "POST", ...JSON_TYPE };
  const created = await exchange("/exports/", post, BODY);
  expect([created.headers[":status"], created.headers.location]).toEqual([201, `${origin}${MOUNT}/exports/1/`]);
  await host.service.run(1);
  const whole = await exchange("/exports/1/download/");
  expect([whole.headers[":status"], whole.content]).toEqual([200, await host.bytes(1)]);
  const part = await exchange("/exports/1/download/", { range: "bytes=3-9" });
  expect([part.headers[":status"], part.content]).toEqual([206, whole.content.subarray(3, 10)]);
  expect((await exchange("/exports/1/events/")).content.toString()).toMatch(/^id: .*\nevent: end\n/);
  expect((await exchange("/exports/", { ":method": "HEAD" })).headers[":status"]).toBe(200);
  const empty = await exchange("/exports/", post);
  expect([empty.headers[":status"], JSON.parse(empty.content.toString())]).toMatchObject([
    400,
    { non_field_errors: [expect.any(String)], detail: expect.any(String) },
  ]);
  expect((await exchange("/exports/1/", { ":method": "DELETE" })).headers[":status"]).toBe(204);
}
