import { ExportError } from "../contracts/export-error.js";
import type { ExportFile } from "../core/requests/export-file.js";
import { wantedRange } from "./byte-range.js";
import { byteStream } from "./byte-stream.js";
import type { Call } from "./call.js";
import { contentDisposition } from "../contracts/content-disposition.js";
import { isKnown } from "./entity-tag.js";
import { parseHttpDate } from "./http-date.js";
import { REFUSED_LINK } from "./links.js";
import { problemOf, problemResponse } from "./problem.js";

const PRIVATE = { "Cache-Control": "private, no-store, no-transform", "X-Content-Type-Options": "nosniff" } as const;

/**
 * `GET /exports/{id}/download/`: the file or one range of it (RFC 9110 §14), or a signed link to it. HEAD tells the same of the whole file
 * and never leads to a link, which would be signed for GET alone.
 */
export async function downloadEndpoint(call: Call): Promise<Response> {
  const { options, request, user, id, signedVersion } = call;
  const file = await options.service.file(id, { user });
  if (signedVersion !== null && signedVersion !== file.version)
    throw new ExportError("PERMISSION_DENIED", { message: REFUSED_LINK });
  const tag = `"${file.sha256}"`;
  const modified = modifiedSecond(file);
  const headers = { ...PRIVATE, ETag: tag, "Accept-Ranges": "bytes", ...lastModified(modified) };
  if (isUnchanged(request.headers, tag, modified)) return new Response(null, { status: 304, headers });
  const content = {
    ...headers,
    "Content-Type": file.contentType,
    "Content-Disposition": contentDisposition(file.filename),
  };
  if (request.method === "HEAD")
    return new Response(null, { headers: { ...content, "Content-Length": String(file.size) } });
  const redirects = (options.download ?? (signedVersion === null ? "stream" : "redirect")) === "redirect";
  const link = redirects ? await file.link() : null;
  if (link !== null) return new Response(null, { status: 302, headers: { ...PRIVATE, Location: link } });
  return await sendBytes(call, file, content);
}

/**
 * Returns the time of the file's publication, in milliseconds since 1970, down to the second that HTTP dates have. Null
 * for unknown.
 */
function modifiedSecond({ modifiedAt }: ExportFile): number | null {
  return modifiedAt === null ? null : Math.floor(Date.parse(modifiedAt) / 1000) * 1000;
}

function lastModified(modified: number | null): { readonly "Last-Modified"?: string } {
  return modified === null ? {} : { "Last-Modified": new Date(modified).toUTCString() };
}

/** Whether the client has the file already (RFC 9110 §13.2.2): `If-None-Match` decides where it is sent, else `If-Modified-Since`. */
function isUnchanged(headers: Headers, tag: string, modified: number | null): boolean {
  if (headers.has("if-none-match")) return isKnown(headers, tag);
  const since = parseHttpDate(headers.get("if-modified-since") ?? "");
  return modified !== null && since !== null && modified <= since;
}

async function sendBytes(
  { options, request }: Call,
  file: ExportFile,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const range = wantedRange(request.headers, { size: file.size, tag: `"${file.sha256}"` });
  if (range === "unsatisfiable") {
    return problemResponse(request.headers, problemOf(new ExportError("RANGE_NOT_SATISFIABLE")), {
      ...PRIVATE,
      "Content-Range": `bytes */${file.size}`,
    });
  }
  const length = range === null ? file.size : range.end - range.start + 1;
  const stopped = new AbortController();
  const signal = AbortSignal.any([request.signal, stopped.signal]);
  const bytes = await file.open({ signal, ...(range === null ? {} : { range }) });
  const body = byteStream(exactly(bytes, length), {
    stop: () => stopped.abort(),
    onError: (error) => {
      if (!signal.aborted) options.onError(error);
    },
  });
  const partial = range === null ? {} : { "Content-Range": `bytes ${range.start}-${range.end}/${file.size}` };
  return new Response(body, {
    status: range === null ? 200 : 206,
    headers: { ...headers, ...partial, "Content-Length": String(length) },
  });
}

/** A storage that sends too little would leave the client waiting for the rest; the stream breaks off instead. */
async function* exactly(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = length;
  for await (const chunk of bytes) {
    left -= chunk.byteLength;
    if (left < 0) break;
    yield chunk;
  }
  if (left !== 0)
    throw new ExportError("STORAGE_FAILED", { message: "The storage did not send the bytes it was asked for." });
}
