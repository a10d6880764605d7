import { ExportError } from "../contracts/export-error.js";
import type { ExportFile } from "../core/requests/open-export-file.js";
import { wantedRange } from "./byte-range.js";
import { byteStream } from "./byte-stream.js";
import type { Call } from "./call.js";
import { attachment } from "./content-disposition.js";
import { isKnown } from "./entity-tag.js";
import { problemOf, problemResponse } from "./problem.js";

const PRIVATE = { "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff" } as const;

/**
 * `GET /exports/{id}/download/`: the file or one range of it (RFC 9110 §14), or a signed link to it. HEAD tells the same of the whole file
 * and never leads to a link, which would be signed for GET alone.
 */
export async function downloadEndpoint(call: Call): Promise<Response> {
  const { parts, request, user, id } = call;
  const file = await parts.service.findFile(id, { user });
  const tag = `"${file.sha256}"`;
  const headers = { ...PRIVATE, ETag: tag, "Accept-Ranges": "bytes" };
  if (isKnown(request.headers, tag)) return new Response(null, { status: 304, headers });
  const content = { ...headers, "Content-Type": file.contentType, "Content-Disposition": attachment(file.filename) };
  if (request.method === "HEAD") return new Response(null, { headers: { ...content, "Content-Length": String(file.size) } });
  const link = parts.download === "redirect" ? await file.link() : null;
  if (link !== null) return new Response(null, { status: 302, headers: { ...PRIVATE, Location: link } });
  return await sendBytes(call, file, content);
}

async function sendBytes({ parts, request }: Call, file: ExportFile, headers: Readonly<Record<string, string>>): Promise<Response> {
  const range = wantedRange(request.headers, { size: file.size, tag: `"${file.sha256}"` });
  if (range === "unsatisfiable") {
    return problemResponse(problemOf(new ExportError("RANGE_NOT_SATISFIABLE")), { ...PRIVATE, "Content-Range": `bytes */${file.size}` });
  }
  const length = range === null ? file.size : range.end - range.start + 1;
  const stopped = new AbortController();
  const signal = AbortSignal.any([request.signal, stopped.signal]);
  const bytes = await file.open({ signal, ...(range === null ? {} : { range }) });
  const body = byteStream(exactly(bytes, length), {
    stop: () => stopped.abort(),
    onError: (error) => {
      if (!signal.aborted) parts.onError(error);
    },
  });
  const partial = range === null ? {} : { "Content-Range": `bytes ${range.start}-${range.end}/${file.size}` };
  return new Response(body, { status: range === null ? 200 : 206, headers: { ...headers, ...partial, "Content-Length": String(length) } });
}

/** A storage that sends too little would leave the client waiting for the rest; the stream breaks off instead. */
async function* exactly(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = length;
  for await (const chunk of bytes) {
    left -= chunk.byteLength;
    if (left < 0) break;
    yield chunk;
  }
  if (left !== 0) throw new ExportError("STORAGE_FAILED", { message: "The storage did not send the bytes it was asked for." });
}
