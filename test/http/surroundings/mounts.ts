import type { RequestListener } from "node:http";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { Hono } from "hono";
import { compress as honoCompress } from "hono/compress";
import Koa from "koa";
import { toFetchRequest } from "../../../examples/fastify/to-fetch-request.js";
import { createExportHandler } from "../../../src/http/create-export-handler.js";
import { createExpressMiddleware } from "../../../src/http/create-express-middleware.js";
import { createKoaMiddleware } from "../../../src/http/create-koa-middleware.js";
import { authenticate, MOUNT, type FaceOptions } from "../web-hosts.js";

const require = createRequire(import.meta.url);
const express4 = require("express4") as typeof express;
const Koa2 = require("koa2") as typeof Koa;
const compression = require("compression") as () => express.RequestHandler;
const koaCompress = require("koa-compress") as () => Koa.Middleware;

/** What stands around the handler. */
export interface Surroundings {
  /** The framework believes `X-Forwarded-*`. */
  readonly trust?: true;
  /** The framework compresses its answers. */
  readonly compressed?: true;
  /** A body parser that inflates comes first. */
  readonly parser?: true;
  /** The framework is told that it speaks HTTP/2. */
  readonly http2?: true;
  /** The handler lies below another router of the framework. */
  readonly subPath?: true;
}

/** A way to mount the handler: a listener for a Node server, or why a framework cannot have these surroundings. */
export type Mount = (face: FaceOptions, around: Surroundings) => Mounted | Promise<Mounted>;

type Mounted = RequestListener | string;

/** A text that every framework would compress, at `/plain`. */
const PLAIN = "moths ".repeat(1_000);

const expressMount =
  (create: typeof express): Mount =>
  (face, { trust = false, compressed, parser, http2, subPath }) => {
    if (http2) return "Express has no HTTP/2";
    const app = create();
    app.set("trust proxy", trust);
    if (compressed) app.use(compression());
    if (parser) app.use(create.json());
    const middleware = createExpressMiddleware({ ...face, authenticate });
    const [, outer = "", inner = ""] = MOUNT.split("/");
    if (subPath) app.use(`/${outer}`, create.Router().use(`/${inner}`, middleware));
    else app.use(MOUNT, middleware);
    app.get("/plain", (_req, res) => void res.type("text/plain").send(PLAIN));
    return app as RequestListener;
  };

/** Parses JSON as the body parsers of Koa do, by way of `inflation`. */
const koaParser: Koa.Middleware = async (ctx, next) => {
  const inflated = ctx.get("content-encoding") === "gzip" ? ctx.req.pipe(createGunzip()) : ctx.req;
  if (ctx.is("json")) Object.assign(ctx.request, { body: JSON.parse(await text(inflated)) as unknown });
  await next();
};

/** As koa-mount: the prefix is off while what is mounted works. */
const koaMounted =
  (prefix: string, middleware: Koa.Middleware): Koa.Middleware =>
  async (ctx, next) => {
    const { path } = ctx;
    if (!path.startsWith(`${prefix}/`)) return await next();
    ctx.path = path.slice(prefix.length);
    await middleware(ctx, async () => {
      ctx.path = path;
      await next();
      ctx.path = path.slice(prefix.length);
    });
    ctx.path = path;
  };

const koaMount =
  (Framework: typeof Koa): Mount =>
  (face, { trust = false, compressed, parser, subPath }) => {
    const app = new Framework({ proxy: trust });
    app.silent = true;
    if (compressed) app.use(koaCompress());
    if (parser) app.use(koaParser);
    if (subPath) app.use(koaMounted(MOUNT, createKoaMiddleware({ ...face, authenticate })));
    else app.use(createKoaMiddleware({ ...face, basePath: MOUNT, authenticate }));
    app.use((ctx) => {
      if (ctx.path === "/plain") ctx.body = PLAIN;
    });
    const answer = app.callback();
    return (req, res) => void answer(req, res);
  };

const NO_TRUST = "has no trust of proxies; `baseUrl` is for that";

const honoMount: Mount = (face, { trust, compressed, parser, subPath }) => {
  if (trust) return `Hono ${NO_TRUST}`;
  if (parser) return "Hono parses no body before a handler asks, and inflates none";
  const handler = createExportHandler({ ...face, basePath: MOUNT, authenticate });
  const app = new Hono();
  if (compressed) app.use(honoCompress());
  const [, outer, inner] = MOUNT.split("/");
  if (subPath)
    app.route(
      `/${outer}`,
      new Hono().all(`/${inner}/exports/*`, (c) => handler(c.req.raw)),
    );
  else app.all(`${MOUNT}/exports/*`, (c) => handler(c.req.raw));
  app.get("/plain", (c) => c.text(PLAIN));
  return listener((request) => app.fetch(request));
};

const fetchMount: Mount = (face, { trust, compressed, parser }) => {
  if (trust) return `the Fetch API ${NO_TRUST}`;
  if (parser) return "the Fetch API has no body parsers";
  if (compressed) return "the Fetch API compresses nothing";
  return listener(createExportHandler({ ...face, basePath: MOUNT, authenticate }));
};

function listener(answer: (request: Request) => Response | Promise<Response>): RequestListener {
  const answerNode = getRequestListener((request) => answer(request), { overrideGlobalObjects: false });
  return (req, res) => void answerNode(req, res);
}

const fastifyMount: Mount = async (face, { trust = false, compressed, parser, subPath }) => {
  if (compressed) return "Fastify compresses with a package of its own, which is not installed";
  if (parser) return "Fastify's parser inflates nothing, and the handler is mounted without it";
  const handler = createExportHandler({ ...face, basePath: MOUNT, authenticate });
  const app = Fastify({ trustProxy: trust });
  const [, outer, inner] = MOUNT.split("/");
  const [prefix, path] = subPath ? [`/${outer}`, `/${inner}`] : ["", MOUNT];
  const mounted = async (scope: FastifyInstance): Promise<void> => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.all(`${path}/exports/*`, (request: FastifyRequest, reply) => handler(toFetchRequest(request, reply)));
  };
  await app.register(mounted, { prefix });
  await app.ready();
  return (req, res) => app.routing(req, res);
};

/** Where the same requests must get the same answers. */
export const MOUNTS: Readonly<Record<string, Mount>> = {
  "Express 4": expressMount(express4),
  "Express 5": expressMount(express),
  "Koa 2": koaMount(Koa2),
  "Koa 3": koaMount(Koa),
  Hono: honoMount,
  Fastify: fastifyMount,
  "bare Fetch": fetchMount,
};
