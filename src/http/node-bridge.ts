import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { BodySource } from "./json-body.js";

/** Methods that a Request of the Fetch API refuses to have. */
const NO_FETCH_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/** The target that a Node request was sent to. */
export interface NodeTarget {
  /** Scheme and authority as the framework makes them out, proxies considered: `https://example.org`. */
  readonly origin: string;
  /** The request target before any framework took its mount path off. */
  readonly target: string;
}

/**
 * A Node request as one of the Fetch API, without its body. Its signal aborts when the client goes away before the response is out.
 */
export function toRequest(req: IncomingMessage, res: ServerResponse, { origin, target }: NodeTarget): Request {
  const left = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) left.abort();
  });
  const method = req.method ?? "GET";
  return new Request(toUrl(origin, target), {
    method: NO_FETCH_METHODS.has(method) ? "UNKNOWN" : method,
    headers: toHeaders(req),
    signal: left.signal,
  });
}

/** The body of a Node request: what a parser made of it, where one has read it already, else its bytes. */
export function bodyOf(req: IncomingMessage, parsed: unknown): BodySource {
  if (!announcesBody(req)) return null;
  return req.readableDidRead || req.readableEnded ? { parsed } : { bytes: req.iterator({ destroyOnReturn: false }) };
}

/**
 * Sends a response at the pace of its reader, and stops reading the body when the reader has gone. Drops what is left of the request's
 * body. Never rejects.
 */
export async function send(response: Response, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (res.headersSent || res.destroyed) return await response.body?.cancel();
  res.statusCode = response.status;
  // One by one: the response of HTTP/2 has no `setHeaders` in Node 20 (nodejs/node#51573).
  for (const [name, value] of response.headers) res.setHeader(name, value);
  dropBody(req);
  if (response.body === null) res.end();
  else await pipeline(Readable.fromWeb(response.body), res).catch(ignoreBrokenOff);
}

/** The reader has gone, or the body broke off and the connection with it; the handler has reported which. */
function ignoreBrokenOff(): void {}

/** The most of an unwanted body that is read, so that its connection can serve on. */
const DROPPED = { bytes: 8 * 1024 * 1024, ms: 5_000 } as const;

/**
 * Reads the rest of a request's body and drops it. A connection serves its next request only behind it. One that is
 * closed at once may lose the answer. A body that is too large or too slow for that ends with its connection; in
 * HTTP/2, with its stream. Comes before the end of the answer: Node reads a body to its end, however long, when nobody
 * has begun to.
 */
export function dropBody(
  req: IncomingMessage,
  { bytes, ms }: { readonly bytes: number; readonly ms: number } = DROPPED,
): void {
  if (req.readableEnded || req.destroyed) return;
  let left = bytes;
  const end = (): void => endRequest(req);
  const timer = setTimeout(end, ms).unref();
  const drop = (chunk: Uint8Array): void => {
    left -= chunk.byteLength;
    if (left < 0) end();
  };
  req.once("close", () => clearTimeout(timer));
  req.on("error", ignoreBrokenOff).on("data", drop).resume();
}

/** The stream below a request of HTTP/2, in Node's compatibility API. */
interface Http2StreamLike {
  readonly endAfterHeaders?: boolean;
  close(): void;
}

function streamOf(req: IncomingMessage & { readonly stream?: Http2StreamLike }): Http2StreamLike | undefined {
  return req.httpVersionMajor < 2 ? undefined : req.stream;
}

function endRequest(req: IncomingMessage): void {
  const stream = streamOf(req);
  if (stream === undefined) req.destroy();
  else stream.close();
}

/** RFC 9112 §6.3; HTTP/2 says it with the end of the headers. */
function announcesBody(req: IncomingMessage): boolean {
  const { headers } = req;
  const announced = headers["content-length"] ?? headers["transfer-encoding"];
  return announced !== undefined || streamOf(req)?.endAfterHeaders === false;
}

/** An invalid `Host` must not end the request, nor a target in absolute form (RFC 9112 §3.2.2): clients send what they like. */
function toUrl(origin: string, target: string): string {
  const path = target.startsWith("/") ? target : `/${target.replace(/^[a-z]+:\/\/[^/]*\/?/i, "")}`;
  return (URL.canParse(origin) ? new URL(origin).origin : "http://localhost") + path;
}

function toHeaders({ headers }: IncomingMessage): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(":") || value === undefined) continue;
    for (const one of typeof value === "string" ? [value] : value) result.append(name, one);
  }
  return result;
}
