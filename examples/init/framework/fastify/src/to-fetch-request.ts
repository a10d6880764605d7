import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";

/** A request of Fastify as one of the Fetch API. Scheme and host are what Fastify's `trustProxy` says; the signal aborts when the client goes away. */
export function toFetchRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const { method, protocol, host, originalUrl, body } = request;
  const left = new AbortController();
  reply.raw.once("close", () => left.abort());
  const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith(":"));
  return new Request(`${protocol}://${host || "localhost"}${originalUrl}`, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    signal: left.signal,
    ...(body instanceof Readable ? { body: Readable.toWeb(body) as ReadableStream, duplex: "half" } : {}),
  });
}
