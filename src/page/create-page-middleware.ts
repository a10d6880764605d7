import type { ExpressMiddleware, ExpressRequestLike } from "../http/create-express-middleware.js";
import type { KoaContextLike, KoaMiddleware } from "../http/create-koa-middleware.js";
import { send, toRequest } from "../http/node-bridge.js";
import { createPageAnswers } from "./answer-page.js";
import type { PageHandlerOptions } from "./create-page-handler.js";
import type { PageOptions } from "./page-options.js";

/**
 * The page as Express middleware. What is not of the page goes on to the next middleware.
 *
 * @example app.use("/exports", createExpressPage({ api: "/api/v2/" }));
 * @throws TypeError when an option is malformed.
 */
export function createExpressPage<Req extends ExpressRequestLike = ExpressRequestLike>(
  options: PageOptions,
): ExpressMiddleware<Req> {
  const answer = createPageAnswers(options);
  return (req, res, next) => {
    const request = toRequest(req, res, { origin: "http://localhost", target: req.originalUrl });
    const path = new URL(request.url).pathname.slice(req.baseUrl.length);
    const response = answer({ method: request.method, base: req.baseUrl, path, headers: request.headers });
    if (response === null) return next();
    send(response, req, res).catch(next);
  };
}

/**
 * The page as Koa middleware. What is not of the page goes on to the next middleware.
 *
 * @example app.use(createKoaPage(PAGE));
 * @throws TypeError when an option is malformed.
 */
export function createKoaPage<Ctx extends KoaContextLike = KoaContextLike>(
  options: PageHandlerOptions,
): KoaMiddleware<Ctx> {
  const { basePath = "" } = options;
  const answer = createPageAnswers(options);
  return async (ctx, next) => {
    const { req, res, originalUrl, url } = ctx;
    const base = (originalUrl.endsWith(url) ? originalUrl.slice(0, -url.length) : "") + basePath;
    const request = toRequest(req, res, { origin: "http://localhost", target: originalUrl });
    const { pathname } = new URL(request.url);
    const isOurs = pathname === base || pathname.startsWith(`${base}/`);
    const path = pathname.slice(base.length);
    const response = isOurs ? answer({ method: request.method, base, path, headers: request.headers }) : null;
    if (response === null) return void (await next());
    ctx.respond = false;
    await send(response, req, res);
  };
}
