import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { BodySource } from "./json-body.js";

/** Methods that a Request of the Fetch API refuses to have. */
const NO_FETCH_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/** Where a Node request was sent to. */
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
  const { headers, httpVersionMajor } = req;
  const announced = headers["content-length"] ?? headers["transfer-encoding"];
  if (announced === undefined && httpVersionMajor < 2) return null;
  return req.readableDidRead || req.readableEnded ? { parsed } : { bytes: req.iterator({ destroyOnReturn: false }) };
}

/** Sends a response at the pace of its reader, and stops reading the body when the reader has gone. Never rejects. */
export async function send(response: Response, res: ServerResponse): Promise<void> {
  if (res.headersSent || res.destroyed) return await response.body?.cancel();
  res.statusCode = response.status;
  res.setHeaders(response.headers);
  if (response.body === null) return void res.end();
  try {
    await pipeline(Readable.fromWeb(response.body), res);
  } catch {
    // The reader has gone, or the body broke off and the connection with it; the handler has reported which.
  }
}

/** A `Host` that is none must not be the end of it, nor a target in absolute form (RFC 9112 §3.2.2): clients send what they like. */
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
