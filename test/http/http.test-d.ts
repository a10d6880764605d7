import express, { type Request as ExpressRequest, type RequestHandler } from "express";
import { Hono } from "hono";
import Koa, { type Middleware, type Context } from "koa";
import { expectTypeOf, test } from "vitest";
import type { ExportService } from "../../src/core/export-service.js";
import { createExportHandler } from "../../src/http/create-export-handler.js";
import { createExpressMiddleware, type ExpressRequestLike } from "../../src/http/create-express-middleware.js";
import { createKoaMiddleware, type KoaContextLike } from "../../src/http/create-koa-middleware.js";

declare const service: ExportService;

test("Express and Koa have what is asked of them", () => {
  expectTypeOf<ExpressRequest>().toExtend<ExpressRequestLike>();
  expectTypeOf<Context>().toExtend<KoaContextLike>();
});

test("the middleware fits where it belongs, with the framework's own type in authenticate", () => {
  const forExpress = createExpressMiddleware({
    service,
    authenticate: (_request, req: ExpressRequest) => ({ id: req.ip ?? "", name: "" }),
  });
  expectTypeOf(forExpress).toExtend<RequestHandler>();
  express().use("/api", forExpress);
  const forKoa = createKoaMiddleware({ service, authenticate: (_request, ctx: Context) => ({ id: ctx.ip, name: "" }) });
  expectTypeOf(forKoa).toExtend<Middleware>();
  new Koa().use(forKoa);
  express().use(createExpressMiddleware({ service, authenticate: () => null }));
  new Koa().use(createKoaMiddleware({ service, authenticate: () => null }));
});

test("the handler needs a context only where authenticate does", () => {
  const plain = createExportHandler({ service, authenticate: () => null });
  new Hono().all("/exports/*", (c) => plain(c.req.raw));
  const withContext = createExportHandler({
    service,
    authenticate: (_request, context: { user: string }) => ({ id: context.user, name: "" }),
  });
  // @ts-expect-error the context is missing
  void withContext(new Request("http://localhost/"));
});
