import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import express from "express";
import { Hono } from "hono";
import Koa from "koa";
import { onTestFinished } from "vitest";
import type { ExportUser } from "../../src/contracts/job-record.js";
import type { ExportService } from "../../src/core/export-service.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { createExpressMiddleware } from "../../src/http/create-express-middleware.js";
import { createKoaMiddleware } from "../../src/http/create-koa-middleware.js";
import type { ExportHandlerOptions } from "../../src/http/handler-options.js";

const require = createRequire(import.meta.url);
const express4 = require("express4") as typeof express;
const Koa2 = require("koa2") as typeof Koa;

export const MOUNT = "/api/v2";

/** Options that do not depend on the framework. */
export type FaceOptions = Partial<Omit<ExportHandlerOptions<never>, "authenticate">> & {
  readonly service: ExportService;
};

/** The tests' users say who they are by `X-User: <id>`. */
export function authenticate(request: Request): ExportUser | null {
  const id = request.headers.get("x-user");
  return id === null ? null : { id: Number(id), name: `User ${id}` };
}

type WebHost = (options: FaceOptions) => RequestListener;

const expressHost = (create: typeof express, ...before: express.RequestHandler[]): WebHost => {
  return (options) => {
    const app = create();
    app.use(...before, (_req, _res, next) => next());
    app.use(MOUNT, createExpressMiddleware({ ...options, authenticate }));
    app.use((_req, res) => void res.status(404).send("the host's own"));
    return app as RequestListener;
  };
};

const koaHost = (Framework: typeof Koa, ...before: Koa.Middleware[]): WebHost => {
  return (options) => {
    const app = new Framework();
    app.silent = true;
    for (const middleware of before) app.use(middleware);
    const mounted = before.includes(stripMount) ? {} : { basePath: MOUNT };
    app.use(createKoaMiddleware({ ...options, ...mounted, authenticate }));
    app.use((ctx) => {
      ctx.status = 404;
      ctx.body = "the host's own";
    });
    const answer = app.callback();
    return (req, res) => void answer(req, res);
  };
};

/** Takes the mount path off, as koa-mount does. */
const stripMount: Koa.Middleware = (ctx, next) => {
  if (ctx.path.startsWith(MOUNT)) ctx.path = ctx.path.slice(MOUNT.length) || "/";
  return next();
};

/** Leaves `ctx.request.body` as the body parsers of Koa do: parsed where it is JSON, else `{}`. */
const parseBody: Koa.Middleware = async (ctx, next) => {
  const parsed: unknown = ctx.is("json") ? JSON.parse((await text(ctx.req)) || "{}") : {};
  Object.assign(ctx.request, { body: parsed });
  await next();
};

const honoHost: WebHost = (options) => {
  const handler = createExportHandler({ ...options, basePath: MOUNT, authenticate });
  const app = new Hono();
  app.all(`${MOUNT}/exports/*`, (c) => handler(c.req.raw));
  app.all(`${MOUNT}/exports`, (c) => handler(c.req.raw));
  app.notFound((c) => c.text("the host's own", 404));
  return (req, res) => void serveFetch(async (request) => app.fetch(request), req, res);
};

/** Where the same requests must get the same answers. */
export const WEB_HOSTS: Readonly<Record<string, { readonly host: WebHost; readonly parses: boolean }>> = {
  "Express 5": { host: expressHost(express), parses: false },
  "Express 5 after a body parser": { host: expressHost(express, express.json({ limit: "4mb" })), parses: true },
  "Express 5 after a text parser": {
    host: expressHost(express, express.text({ type: "*/*", limit: "4mb" })),
    parses: true,
  },
  "Express 4": { host: expressHost(express4), parses: false },
  "Express 4 after body parsers": {
    host: expressHost(express4, express4.json({ limit: "4mb" }), express4.urlencoded({ extended: true })),
    parses: true,
  },
  "Koa 3": { host: koaHost(Koa), parses: false },
  "Koa 3, mounted, after a body parser": { host: koaHost(Koa, stripMount, parseBody), parses: true },
  "Koa 2": { host: koaHost(Koa2), parses: false },
  "Koa 2 after a body parser": { host: koaHost(Koa2, parseBody), parses: true },
  Hono: { host: honoHost, parses: false },
};

/** Serves on a port of the loopback until the test is over; gives the address in front of `/exports/`. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${MOUNT}`;
}

/** Serves the HTTP face, by default in Express 5. */
export function serveFace(options: FaceOptions, name: keyof typeof WEB_HOSTS = "Express 5"): Promise<string> {
  return serve(WEB_HOSTS[name]!.host(options));
}

/** A Node server for what speaks Fetch, as small as can be. */
async function serveFetch(
  answer: (request: Request) => Promise<Response>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const hasBody = req.headers["content-length"] !== undefined || req.headers["transfer-encoding"] !== undefined;
  const request = new Request(`http://${req.headers.host ?? "localhost"}${req.url ?? "/"}`, {
    method: req.method ?? "GET",
    headers: Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(hasBody ? { body: ReadableStream.from(req.iterator({ destroyOnReturn: false })), duplex: "half" } : {}),
  } as RequestInit);
  const response = await answer(request);
  res.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) res.end();
  else await pipeline(Readable.fromWeb(response.body), res).catch(() => undefined);
  req.resume();
}
