import { answerRequest } from "./answer-request.js";
import { resolveHandlerOptions, type ExportHandlerOptions } from "./handler-options.js";

/** Answers a request of the Fetch API. Never rejects. */
export type ExportHandler<Context = undefined> = (
  request: Request,
  ...context: undefined extends Context ? [context?: Context] : [context: Context]
) => Promise<Response>;

/**
 * The whole HTTP face of an ExportService as one function, for anything that speaks Fetch (Hono, Next.js, Deno); Express and Koa have
 * middleware of their own. Serves `/exports/` below `basePath`; every other path is a 404.
 *
 * @example app.all("/api/v2/exports/*", (c) => handler(c.req.raw, c));
 * @throws TypeError when an option is missing or malformed.
 */
export function createExportHandler<Context = undefined>(
  options: ExportHandlerOptions<Context>,
): ExportHandler<Context> {
  const resolved = resolveHandlerOptions(options);
  return (request, ...[context]) => {
    const body = request.body === null ? null : { bytes: request.body };
    return answerRequest(resolved, { request, context: context as Context, mountPath: "", body });
  };
}
