import { createGzip } from "node:zlib";
import { pipeline } from "node:stream/promises";
import { PassThrough, Readable } from "node:stream";

/** The byte of the header that names the operating system, and its value for one that is not known (RFC 1952 §2.3.1). */
const SYSTEM = { at: 9, unknown: 255 } as const;

/** The chunks as gzip: the same bytes for the same chunks, on every system. What the chunks' iteration throws is thrown here. */
export async function* gzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const compressed = new PassThrough();
  const stop = new AbortController();
  // Its error destroys `compressed`, which throws it below.
  const piped = pipeline(Readable.from(chunks), createGzip(), compressed, { signal: stop.signal }).catch(
    () => undefined,
  );
  let isFirst = true;
  try {
    for await (const chunk of compressed as AsyncIterable<Uint8Array>) {
      if (isFirst) chunk[SYSTEM.at] = SYSTEM.unknown;
      isFirst = false;
      yield chunk;
    }
  } finally {
    stop.abort();
    await piped;
  }
}
