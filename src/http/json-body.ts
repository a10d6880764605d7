import { ExportError } from "../contracts/export-error.js";
import { HttpRefusal } from "./problem.js";

/** A request's body: none, its bytes, or what a body parser has already made of them. */
export type BodySource = null | { readonly bytes: AsyncIterable<Uint8Array> } | { readonly parsed: unknown };

/** Deeper JSON than this is refused: code that walks a value must not run out of stack. */
const DEEPEST = 64;

/**
 * The JSON of a request's body; undefined when it has none.
 *
 * @throws ExportError `INVALID_REQUEST` for what is not JSON in UTF-8; a refusal with status 413 or 415.
 */
export async function readJsonBody(headers: Headers, source: BodySource, maxBytes: number): Promise<unknown> {
  if (source === null || headers.get("content-length") === "0") return undefined;
  if (!isJson(headers)) throw new HttpRefusal("MEDIA_TYPE_NOT_SUPPORTED");
  // A parser has inflated what it has read, and says nothing of it.
  if ("bytes" in source && isEncoded(headers)) throw new HttpRefusal("MEDIA_TYPE_NOT_SUPPORTED");
  if (Number(headers.get("content-length")) > maxBytes) throw new HttpRefusal("BODY_TOO_LARGE");
  const value =
    "bytes" in source ? parseJson(await collect(source.bytes, maxBytes)) : parsedBody(source.parsed, maxBytes);
  if (isDeeperThan(value, DEEPEST)) throw malformed(`The body is nested deeper than ${DEEPEST} levels.`);
  return value;
}

function isJson(headers: Headers): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers.get("content-type") ?? "");
}

function isEncoded(headers: Headers): boolean {
  return (headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity";
}

/** A text or raw parser leaves the bytes to us. */
function parsedBody(parsed: unknown, maxBytes: number): unknown {
  const bytes = typeof parsed === "string" ? new TextEncoder().encode(parsed) : parsed;
  if (!(bytes instanceof Uint8Array)) return parsed;
  if (bytes.byteLength > maxBytes) throw new HttpRefusal("BODY_TOO_LARGE");
  return parseJson(bytes);
}

async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new HttpRefusal("BODY_TOO_LARGE");
      all.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpRefusal ? error : malformed("The body ended too early.", error);
  }
  return Buffer.concat(all);
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed("The body is not JSON in UTF-8.", cause);
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

function malformed(message: string, cause?: unknown): ExportError {
  return new ExportError("INVALID_REQUEST", {
    message,
    details: [{ path: [], code: "malformed_json", message }],
    cause,
  });
}
