import type { IncomingMessage, ServerResponse } from "node:http";
import { answerRequest, pathBelow } from "./answer-request.js";
import { resolveHandlerOptions, type ExportHandlerOptions } from "./handler-options.js";
import { bodyOf, send, toRequest } from "./node-bridge.js";

/** The part of an Express request that is read. */
export interface ExpressRequestLike extends IncomingMessage {
  readonly originalUrl: string;
  /** The path that the middleware is mounted under. */
  readonly baseUrl: string;
  /** `http` or `https`, as the `trust proxy` setting has it. */
  readonly protocol: string;
  readonly body?: unknown;
  /** The application whose `trust proxy` decides about `X-Forwarded-Host`; without it that header is ignored. */
  readonly app?: { get(setting: string): unknown };
}

/** A middleware for Express 4 and 5. */
export type ExpressMiddleware<Req> = (req: Req, res: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * The HTTP face as Express middleware, mounted at any path, before or after a body parser. What is not below `/exports` goes on to the
 * next middleware.
 *
 * @example app.use("/api/v2", createExpressMiddleware({ service, authenticate: (_request, req: Request) => userOf(req) }));
 * @throws TypeError when an option is missing or malformed.
 */
export function createExpressMiddleware<Req extends ExpressRequestLike = ExpressRequestLike>(
  options: ExportHandlerOptions<Req>,
): ExpressMiddleware<Req> {
  const resolved = resolveHandlerOptions(options);
  const answer = async (req: Req, res: ServerResponse, next: () => void): Promise<void> => {
    const request = toRequest(req, res, { origin: `${req.protocol}://${hostOf(req)}`, target: req.originalUrl });
    if (pathBelow(req.baseUrl + resolved.basePath, new URL(request.url).pathname) === null) return next();
    const response = await answerRequest(resolved, {
      request,
      context: req,
      mountPath: req.baseUrl,
      body: bodyOf(req, req.body),
    });
    await send(response, req, res);
  };
  return (req, res, next) => {
    answer(req, res, next).catch(next);
  };
}

/**
 * The host as a trusted proxy names it, as Express 5's `req.host` does; the one of Express 4 has lost its port. Empty for a request of
 * HTTP/1.0 that names none.
 */
function hostOf({ app, headers, socket }: ExpressRequestLike): string {
  const trusts = app?.get("trust proxy fn");
  const forwarded = headers["x-forwarded-host"];
  const trusted = typeof forwarded === "string" && isTrust(trusts) && trusts(socket.remoteAddress, 0) === true;
  return (trusted ? forwarded.split(",")[0]?.trim() : undefined) || headers.host || "";
}

function isTrust(value: unknown): value is (address: string | undefined, hop: number) => unknown {
  return typeof value === "function";
}
