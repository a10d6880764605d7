import type { IncomingMessage, ServerResponse } from "node:http";
import { answerRequest, pathBelow } from "./answer-request.js";
import { createHandlerParts, type ExportHandlerOptions } from "./handler-options.js";
import { bodyOf, send, toRequest } from "./node-bridge.js";

/** The part of an Express request that is read. */
export interface ExpressRequestLike extends IncomingMessage {
  readonly originalUrl: string;
  /** What the middleware is mounted under. */
  readonly baseUrl: string;
  /** `http` or `https`, as the `trust proxy` setting has it. */
  readonly protocol: string;
  readonly body?: unknown;
}

/** A middleware for Express 4 and 5. */
export type ExpressMiddleware<Req> = (req: Req, res: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * The HTTP face as Express middleware, mounted at any path, before or after a body parser. What is not below `/exports` goes on to the
 * next middleware.
 *
 * @example app.use("/api/v2", createExpressMiddleware({ service, authenticate: (_request, req: express.Request) => userOf(req) }));
 * @throws TypeError when an option is missing or malformed.
 */
export function createExpressMiddleware<Req extends ExpressRequestLike = ExpressRequestLike>(
  options: ExportHandlerOptions<Req>,
): ExpressMiddleware<Req> {
  const parts = createHandlerParts(options);
  const answer = async (req: Req, res: ServerResponse, next: () => void): Promise<void> => {
    const request = toRequest(req, res, { origin: `${req.protocol}://${req.headers.host}`, target: req.originalUrl });
    if (pathBelow(req.baseUrl + parts.basePath, new URL(request.url).pathname) === null) return next();
    const response = await answerRequest(parts, { request, context: req, mountPath: req.baseUrl, body: bodyOf(req, req.body) });
    await send(response, res);
    req.resume();
  };
  return (req, res, next) => {
    answer(req, res, next).catch(next);
  };
}
