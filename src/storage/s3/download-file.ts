import { GetObjectCommand } from "@aws-sdk/client-s3";
import { ExportError } from "../../contracts/export-error.js";
import { abortable } from "../../async/abort.js";
import type { ByteSpan } from "../byte-span.js";
import { CallWatch } from "./call-watch.js";
import type { S3Place } from "./head-file.js";
import { Pace } from "./pace.js";
import { brokenOff } from "./s3-error.js";
import type { S3Limits } from "./s3-limits.js";
import { type S3ClientLike, watchedClient } from "./watched-client.js";

/** The options of a read. */
export interface DownloadOptions {
  readonly span: ByteSpan;
  readonly limits: S3Limits;
  readonly signal: AbortSignal | undefined;
}

/**
 * The bytes of a span of a file. It is asked for with the first read, so that an iteration that never starts holds no connection; a
 * reader may be as slow as it likes.
 *
 * @throws ExportError `STORAGE_FAILED` when the connection is lost or hangs, or when the file ends before the span does.
 */
export async function* downloadFile(
  client: S3ClientLike,
  place: S3Place,
  options: DownloadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { span, limits, signal } = options;
  if (span.start === span.end) return;
  const stop = new AbortController();
  const pace = new Pace(limits);
  const watched = watchedClient(client, { limits, signal, pace, stop });
  let left = span.end - span.start;
  try {
    const { Body } = await watched.send(
      new GetObjectCommand({ ...place, Range: `bytes=${span.start}-${span.end - 1}` }),
    );
    for await (const chunk of watchedBytes(Body, () => new CallWatch({ idleMs: limits.idleMs, pace, signal }))) {
      left -= chunk.byteLength;
      yield chunk;
    }
  } finally {
    // The stream's own end may leave the connection of a file that was not read to its end paused for ever.
    stop.abort();
  }
  if (left !== 0)
    throw new ExportError("STORAGE_FAILED", { message: "The storage gave another number of bytes than the file has." });
}

async function* watchedBytes(body: unknown, createWatch: () => CallWatch): AsyncGenerator<Uint8Array, void, undefined> {
  if (!isReadable(body)) throw new ExportError("STORAGE_FAILED", { message: "The storage's answer cannot be read." });
  const iterator = body[Symbol.asyncIterator]();
  for (;;) {
    const chunk = await nextChunk(iterator, createWatch());
    if (chunk === undefined) return;
    yield chunk;
  }
}

async function nextChunk(iterator: AsyncIterator<Uint8Array>, watch: CallWatch): Promise<Uint8Array | undefined> {
  try {
    const step = await abortable(iterator.next(), watch.signal);
    if (step.done === true) return undefined;
    watch.moved(step.value.byteLength);
    watch.signal.throwIfAborted();
    return step.value;
  } catch (error) {
    return watch.fail(brokenOff(error));
  } finally {
    watch.end();
  }
}

function isReadable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
