import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import express from "express";
import { Hono } from "hono";
import { getRequestListener } from "@hono/node-server";
import Koa from "koa";
import { describe, expect, onTestFinished, test } from "vitest";
import { createExpressPage, createKoaPage, createPageHandler } from "../../src/page.js";

const require = createRequire(import.meta.url);
const express4 = require("express4") as typeof express;
const Koa2 = require("koa2") as typeof Koa;
const OPTIONS = { api: "/api/v2" };

const onExpress = (create: typeof express): RequestListener => {
  const app = create();
  app.use("/exports", createExpressPage(OPTIONS));
  app.use((_req, res) => void res.status(404).send("the host's own"));
  return app as RequestListener;
};
const onKoa = (Framework: typeof Koa): RequestListener => {
  const app = new Framework();
  app.use(createKoaPage({ ...OPTIONS, basePath: "/exports" }));
  app.use((ctx) => void Object.assign(ctx, { status: 404, body: "the host's own" }));
  const answer = app.callback();
  return (req, res) => void answer(req, res);
};
const onFetch = (): RequestListener => {
  const app = new Hono();
  const page = createPageHandler({ ...OPTIONS, basePath: "/exports" });
  app.get("/exports/*", (c) => page(c.req.raw));
  app.post("/exports/*", (c) => page(c.req.raw));
  return getRequestListener(app.fetch) as RequestListener;
};

const HOSTS = {
  "Express 5": () => onExpress(express),
  "Express 4": () => onExpress(express4),
  "Koa 3": () => onKoa(Koa),
  "Koa 2": () => onKoa(Koa2),
  Hono: onFetch,
};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(Object.entries(HOSTS))("the page on %s", (_name, host) => {
  test("is served whole, with nothing that a strict policy forbids", async () => {
    const url = await serve(host());
    const page = await fetch(`${url}/exports`);
    expect([page.status, page.url]).toEqual([200, `${url}/exports/`]);
    const html = await page.text();
    expect(html).not.toMatch(/<script>|style=| on\w+=/);
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/,
    );
    const names = [...html.matchAll(/(?:href|src)="([\w.]+)"/g)].map(([, name]) => `${name}`);
    expect(names).toEqual(["page.css", "page.js"]);
    await expectAll(`${url}/exports/`, names);
  });

  test("knows its file when it comes back, and answers HEAD", async () => {
    const url = `${await serve(host())}/exports/page.js`;
    const first = await fetch(url);
    const etag = first.headers.get("etag") ?? "";
    expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([
      200,
      String((await first.arrayBuffer()).byteLength),
    ]);
    const post = await fetch(url, { method: "POST" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  test("leaves what is not its own to the host", async () => {
    const url = await serve(host());
    for (const path of ["/exports/nothing.js", "/exports/../page.js", "/exports/__proto__", "/elsewhere"]) {
      const answer = await fetch(url + path);
      expect(answer.status, path).toBe(404);
    }
  });

  test("receives the address of the API", async () => {
    const url = await serve(host());
    expect(await (await fetch(`${url}/exports/config.json`)).json()).toEqual({
      ...{ api: "/api/v2/", projects: null, users: null, choices: {}, login: "session", title: "Exports" },
    });
  });
});

/** Fetches files, and the modules that they import. */
async function expectAll(base: string, names: readonly string[]): Promise<void> {
  const seen = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const answer = await fetch(base + name);
    expect([name, answer.status]).toEqual([name, 200]);
    const text = await answer.text();
    if (name.endsWith(".js")) waiting.push(...[...text.matchAll(/from "\.\/([\w.]+)"/g)].map(([, file]) => `${file}`));
  }
  expect(seen.size).toBeGreaterThan(5);
}

test("an API elsewhere may be asked, and no other place", async () => {
  const page = createPageHandler({ api: "https://api.example.org/v2/" });
  const { headers } = await page(new Request("http://localhost/"));
  expect(headers.get("content-security-policy")).toContain("connect-src 'self' https://api.example.org;");
});

test("a page without an API is refused at construction", () => {
  expect(() => createPageHandler({} as never)).toThrow(TypeError);
  expect(() => createExpressPage({ api: "http://" })).toThrow(TypeError);
});
