import type { IncomingMessage, ServerResponse } from "node:http";
import { answerRequest, pathBelow } from "./answer-request.js";
import { resolveHandlerOptions, type ExportHandlerOptions } from "./handler-options.js";
import { bodyOf, send, toRequest } from "./node-bridge.js";

/** The part of a Koa context that is used. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** A body parser leaves `body` here. */
  readonly request: object;
  /** `http` or `https`, as the `proxy` setting has it; `ctx.origin` is this and the host in Koa 2, but the `Origin` header in Koa 3. */
  readonly protocol: string;
  readonly host: string;
  readonly originalUrl: string;
  /** Shorter than `originalUrl` where a mount has taken its prefix off. */
  readonly url: string;
  respond?: boolean | undefined;
}

/** A middleware for Koa 2 and 3. */
export type KoaMiddleware<Ctx> = (ctx: Ctx, next: () => Promise<unknown>) => Promise<void>;

/**
 * The HTTP face as Koa middleware, mounted at any path, before or after a body parser. What is not below `/exports`
 * goes on to the next middleware. The response is written to the socket itself. Koa 2 pipes a body without ending the
 * response when the body fails. The client would wait for ever.
 *
 * @example app.use(createKoaMiddleware({ service, basePath: "/api/v2", authenticate: (_request, ctx: Context) => userOf(ctx) }));
 * @throws TypeError when an option is missing or malformed.
 */
export function createKoaMiddleware<Ctx extends KoaContextLike = KoaContextLike>(
  options: ExportHandlerOptions<Ctx>,
): KoaMiddleware<Ctx> {
  const resolved = resolveHandlerOptions(options);
  return async (ctx, next) => {
    const { req, res, protocol, host, originalUrl, url } = ctx;
    const request = toRequest(req, res, { origin: `${protocol}://${host}`, target: originalUrl });
    const mountPath = originalUrl.endsWith(url) ? originalUrl.slice(0, -url.length) : "";
    if (pathBelow(mountPath + resolved.basePath, new URL(request.url).pathname) === null) return void (await next());
    const parsed = "body" in ctx.request ? ctx.request.body : undefined;
    const response = await answerRequest(resolved, { request, context: ctx, mountPath, body: bodyOf(req, parsed) });
    ctx.respond = false;
    await send(response, req, res);
  };
}
