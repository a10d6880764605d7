import { once } from "node:events";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { dropBody } from "../../src/http/node-bridge.js";
import type { ExportHandlerOptions } from "../../src/http/handler-options.js";
import { ExportError } from "../../src/contracts/export-error.js";
import { broken } from "../support/broken.js";
import { createTestHost, USER } from "../support/test-host.js";
import { dial, rawAnswer } from "./raw-exchange.js";
import { serveFace } from "./web-hosts.js";

const get = (path: string) =>
  new Request(`http://exports.example.org${path}`, { headers: { accept: "application/problem+json" } });

test("a context goes through to the host's authentication", async () => {
  const { service, create } = await createTestHost();
  await create();
  const handler = createExportHandler({
    service,
    authenticate: (_request, context: { session: string }) => (context.session === "ada" ? USER : null),
  });
  expect((await handler(get("/exports/1/"), { session: "ada" })).status).toBe(200);
});

test("a public address stands in every link", async () => {
  const { service, createAndRun } = await createTestHost();
  await createAndRun();
  const handler = createExportHandler({
    service,
    authenticate: () => USER,
    basePath: "/inner/",
    baseUrl: "https://data.example.org/api/",
  });
  expect(await (await handler(get("/inner/exports/1/"))).json()).toMatchObject({
    file_url: "https://data.example.org/api/exports/1/download/",
  });
});

test("an id that is a text stands in links as it must", async () => {
  const store = createMemoryStore();
  const { service, create } = await createTestHost({
    store: broken(store, { get: async () => ({ ...(await store.get(1))!, id: "a/b c", status: "succeeded" }) }),
  });
  await create();
  const handler = createExportHandler({ service, authenticate: () => USER });
  expect(await (await handler(get("/exports/a%2Fb%20c/"))).json()).toMatchObject({
    id: "a/b c",
    file_url: expect.stringContaining("/exports/a%2Fb%20c/download/"),
  });
});

describe("failures that are not the client's", () => {
  test.each([
    [
      "an authentication that throws",
      { authenticate: () => Promise.reject(new TypeError("ldap://secret")) },
      503,
      "AUTHORIZER_FAILED",
    ],
    [
      "an authentication that refuses",
      { authenticate: () => Promise.reject(new ExportError("UNAUTHENTICATED")) },
      401,
      "UNAUTHENTICATED",
    ],
    [
      "an authentication that gives nothing",
      { authenticate: () => undefined as unknown as null },
      401,
      "UNAUTHENTICATED",
    ],
  ])("%s", async (_name, options, status, code) => {
    const { service } = await createTestHost({
      authorizer: { authorize: async () => "deny", readableProjects: async () => [] },
    });
    const reported: unknown[] = [];
    const handler = createExportHandler({ service, ...options, onError: (error) => void reported.push(error) });
    const response = await handler(get("/exports/"));
    const text = await response.text();
    expect([response.status, JSON.parse(text).code]).toEqual([status, code]);
    expect(text).not.toContain("secret");
    expect(reported).toHaveLength(status >= 500 ? 1 : 0);
  });

  test.each<readonly [does: string, onError: () => unknown]>([
    [
      "throws",
      () => {
        throw new TypeError("listener");
      },
    ],
    ["rejects", () => Promise.reject(new TypeError("listener"))],
  ])("a store that is down, and a listener that %s too", async (_does, onError) => {
    const store = broken(createMemoryStore(), { list: () => Promise.reject(new TypeError("db.internal")) });
    const { service } = await createTestHost({ store });
    const handler = createExportHandler({ service, authenticate: () => USER, onError });
    const response = await handler(get("/exports/"));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await response.json()).toMatchObject({
      code: "STORE_FAILED",
      detail: "The export store failed.",
      issues: [],
    });
  });

  test("too many exports at once are a 429", async () => {
    const { service } = await createTestHost({ limits: { activePerUser: 1 } });
    const handler = createExportHandler({ service, authenticate: () => USER });
    const ask = () =>
      handler(
        new Request("http://exports.example.org/exports/", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: '{"project":1,"format":"nightly"}',
        }),
      );
    expect((await ask()).status).toBe(201);
    const second = await ask();
    expect([second.status, second.headers.get("retry-after")]).toEqual([429, "2"]);
  });
});

test("a body that never ends is refused as soon as it is too large", async () => {
  const { service } = await createTestHost();
  const url = await serveFace({ service, maxBodyBytes: 100_000 });
  const endless = function* () {
    for (;;) yield Buffer.alloc(50_000, "[");
  };
  const init = {
    method: "POST",
    headers: { "x-user": "5", "content-type": "application/json", accept: "application/problem+json" },
    body: ReadableStream.from(endless()),
    duplex: "half",
  };
  const response = await fetch(`${url}/exports/`, init as RequestInit);
  expect([response.status, await response.json()]).toMatchObject([413, { code: "BODY_TOO_LARGE" }]);
});

test.each(["Express 5", "Express 4", "Koa 3", "Koa 2"])(
  "%s: a connection goes on to the next request after a body that was not read to its end",
  async (name) => {
    const { service } = await createTestHost();
    const url = await serveFace({ service, maxBodyBytes: 100_000 }, name);
    const chunk = `c350\r\n${"[".repeat(50_000)}\r\n`;
    const head = "Host: x\r\nX-User: 5\r\n";
    const upload = `POST /api/v2/exports/ HTTP/1.1\r\n${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}0\r\n\r\n`;
    const answers = await rawAnswer(url, {
      raw: `${upload}GET /api/v2/exports/ HTTP/1.1\r\n${head}Connection: close\r\n\r\n`,
    });
    expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"]);
  },
);

describe.each(["Express 5", "Koa 3"])("%s: a body that never ends", (name) => {
  test.each([
    ["is of no kind that is taken", 415, "X-User: 5\r\nContent-Type: text/plain"],
    ["comes from nobody", 401, "Content-Type: application/json"],
  ])("and %s is read no further than a connection is worth", async (_what, status, head) => {
    const { service } = await createTestHost();
    const url = await serveFace({ service, maxBodyBytes: 100_000 }, name);
    const socket = dial(url);
    socket.write(`POST /api/v2/exports/ HTTP/1.1\r\nHost: x\r\n${head}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const answer = new Promise((resolve) => socket.once("data", (data) => resolve(String(data).slice(0, 12))));
    const chunk = Buffer.from(`c350\r\n${"[".repeat(50_000)}\r\n`);
    const mebibytes = await new Promise<number>((resolve) => {
      const write = (): void => {
        if (socket.bytesWritten > 256 * 1024 * 1024) resolve(Infinity);
        else if (socket.write(chunk)) setImmediate(write);
        else socket.once("drain", write);
      };
      socket.once("close", () => resolve(socket.bytesWritten / 1024 / 1024));
      write();
    });
    expect(await answer).toBe(`HTTP/1.1 ${status}`);
    expect(mebibytes).toBeLessThan(64);
  });
});

test("a body that trickles is given up after a while", async () => {
  const body = new IncomingMessage(new Socket());
  const ended = once(body, "close");
  dropBody(body, { bytes: 1_000, ms: 20 });
  await ended;
  expect(body.destroyed).toBe(true);
});

test.each(["TRACE /api/v2/exports/ HTTP/1.1\r\nHost: x", "BREW /api/v2/exports/ HTTP/1.1\r\nHost: x"])(
  "%s is a method that is not allowed",
  async (head) => {
    const { service } = await createTestHost();
    const url = await serveFace({ service });
    const answer = await rawAnswer(url, { raw: `${head}\r\nConnection: close\r\n\r\n` });
    expect(answer).toMatch(/^HTTP\/1.1 40[05]/);
  },
);

test.each([
  "GET /api/v2/exports/ HTTP/1.0",
  "GET /api/v2/exports/ HTTP/1.1\r\nHost: a b<",
  "GET http://other.example.org/api/v2/exports/ HTTP/1.1\r\nHost: x",
])("%s is answered", async (head) => {
  const { service } = await createTestHost();
  for (const name of ["Express 5", "Express 4", "Koa 2", "Koa 3"] as const) {
    const url = await serveFace({ service }, name);
    const answer = await rawAnswer(url, { raw: `${head}\r\nX-User: 5\r\nConnection: close\r\n\r\n` });
    expect(answer, name).toMatch(/^HTTP\/1.1 200/);
  }
});

test.each([
  [{ service: undefined }, '"service"'],
  [{ authenticate: undefined }, '"authenticate"'],
  [{ basePath: "api" }, "basePath"],
  [{ baseUrl: "/api" }, "URL"],
])("a mistake in the options is named at construction: %o", async (mistake, named) => {
  const { service } = await createTestHost();
  expect(() => createExportHandler({ service, authenticate: () => USER, ...mistake } as ExportHandlerOptions)).toThrow(
    named,
  );
});
