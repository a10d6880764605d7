import type { RequestListener } from "node:http";
import Koa from "koa";
import type { ExportHandlerOptions } from "vasculum";
import { createKoaMiddleware } from "vasculum/koa";
import { createKoaPage } from "vasculum/page";
import { PAGE } from "./page.js";
import type { Site } from "./site.js";

/** The server as a Koa application. */
export function createKoaListener(options: ExportHandlerOptions<unknown>, site: Site): RequestListener {
  const app = new Koa();
  app.use(createKoaMiddleware({ ...options, basePath: "/api/v2" }));
  app.use(createKoaPage(PAGE));
  app.use(async (ctx) => {
    ctx.respond = false;
    await site(ctx.req, ctx.res);
  });
  const answer = app.callback();
  return (req, res) => void answer(req, res);
}
