import { HttpRefusal } from "./problem.js";

/** The treatment of a stream that does not run to its end. */
export interface ByteStreamOptions {
  /** Called once when the reader has gone: ends whatever the bytes are waiting for. */
  readonly stop: () => void;
  /** Receives an error in the middle; the stream breaks off. */
  readonly onError: (error: unknown) => void;
}

/** A Response's body that takes one chunk from `bytes` whenever its reader wants one, and none before. */
export function byteStream(
  bytes: AsyncIterable<Uint8Array>,
  { stop, onError }: ByteStreamOptions,
): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  let left = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          // A stream whose reader has gone takes nothing more, and throws at whoever gives.
          if (left) return;
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          if (left) return;
          onError(error);
          // A server may send the text of what the body broke off with.
          throw new HttpRefusal("INTERNAL_ERROR");
        }
      },
      async cancel() {
        left = true;
        stop();
        await iterator.return?.().catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
