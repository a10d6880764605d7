import { isKnown, weakTag } from "./entity-tag.js";

/** The options of a JSON response. */
export interface JsonResponseOptions {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The version of the export that is sent, for its tag. */
  readonly version?: number;
}

/** A value as JSON with its tag, or 304 for a reader who has it already. */
export function jsonResponse(request: Request, value: unknown, options: JsonResponseOptions = {}): Response {
  const { status = 200, version } = options;
  const body = JSON.stringify(value);
  const headers = {
    ETag: weakTag(body, version),
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    ...options.headers,
  };
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && isKnown(request.headers, headers.ETag)) return new Response(null, { status: 304, headers });
  const content = { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) };
  return new Response(body, { status, headers: { ...headers, ...content } });
}
