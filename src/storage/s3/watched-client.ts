import { Readable } from "node:stream";
import type { S3Client, ServiceOutputTypes } from "@aws-sdk/client-s3";
import { abortable } from "../../async/abort.js";
import { CallWatch } from "./call-watch.js";
import { Pace } from "./pace.js";
import type { S3Limits } from "./s3-limits.js";

const CHUNK = 64 * 1024;

/** The parts of the AWS SDK's `S3Client` (version 3) that are used; the aggregated `S3` fits too. */
export type S3ClientLike = Pick<S3Client, "config" | "middlewareStack" | "send">;

type Command = Parameters<S3ClientLike["send"]>[0];

/** The options of the watch on calls. */
export interface WatchOptions {
  readonly limits: S3Limits;
  readonly signal?: AbortSignal | undefined;
  /** Shared by the calls that move one file. */
  readonly pace?: Pace;
  /** Ends a call's connection even after its answer has begun. */
  readonly stop?: AbortController;
  readonly onAnswer?: (output: ServiceOutputTypes) => void;
  readonly onError?: (error: unknown) => void;
}

/**
 * The host's client, with every call looked after. A call ends soon after the signal aborts or when it stalls, whatever
 * the host has set up. It throws ExportErrors alone. The host's own retries stay.
 */
export function watchedClient(client: S3ClientLike, options: WatchOptions): S3Client {
  const send = (command: Command): Promise<ServiceOutputTypes> => watchedSend(client, command, options);
  const watched: S3Client = Object.create(client, { send: { value: send } });
  return watched;
}

async function watchedSend(client: S3ClientLike, command: Command, options: WatchOptions): Promise<ServiceOutputTypes> {
  const { signal, onAnswer, onError, stop = new AbortController() } = options;
  signal?.throwIfAborted();
  const watch = createWatch(command, options);
  countBytes(command, watch);
  try {
    const output = await abortable(client.send(command, { abortSignal: stop.signal }), watch.signal);
    onAnswer?.(output);
    return output;
  } catch (error) {
    stop.abort();
    onError?.(error);
    return watch.fail(error);
  } finally {
    watch.end();
  }
}

/**
 * The server joins the parts of a file without a byte to be seen. It takes a body out of buffers that Node cannot look
 * into.
 */
function createWatch({ input }: Command, { limits, signal, pace = new Pace(limits) }: WatchOptions): CallWatch {
  if ("MultipartUpload" in input)
    return new CallWatch({ idleMs: limits.completeMs, pace: new Pace({ ...limits, slowMs: Infinity }), signal });
  return new CallWatch({ idleMs: limits.idleMs + ("Body" in input ? pace.heldMs : 0), pace, signal });
}

/**
 * Gives the body to the connection bit by bit, and sees each bit go into its buffers. Innermost, after signing and inside the SDK's retries, to which
 * the body stays the buffer that can be sent again.
 */
function countBytes(command: Command, watch: CallWatch): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const { request } = args;
      watch.moved(0);
      return await next(
        hasBytes(request) ? { ...args, request: withBody(request, Readable.from(bits(request.body, watch))) } : args,
      );
    },
    { step: "deserialize", priority: "low", name: "vasculumCountBytes", override: true },
  );
}

function hasBytes(request: unknown): request is { readonly body: Uint8Array } {
  return (
    typeof request === "object" &&
    request !== null &&
    "body" in request &&
    request.body instanceof Uint8Array &&
    request.body.byteLength > 0
  );
}

/** The SDK knows its requests by their class. */
function withBody(request: object, body: Readable): unknown {
  return Object.assign(Object.create(Object.getPrototypeOf(request)), request, { body });
}

function* bits(body: Uint8Array, watch: CallWatch): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < body.byteLength; start += CHUNK) {
    const bit = body.subarray(start, start + CHUNK);
    yield bit;
    watch.moved(bit.byteLength);
  }
}
