import { Readable } from "node:stream";
import { AbortMultipartUploadCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { verifiedBytes } from "../verified-bytes.js";
import type { S3Place } from "./head-file.js";
import { Pace } from "./pace.js";
import { s3Error } from "./s3-error.js";
import type { S3Limits } from "./s3-limits.js";
import { type S3ClientLike, watchedClient } from "./watched-client.js";

const MIB = 1024 * 1024;
/** Amazon S3 User Guide, "Multipart upload limits". */
const SMALLEST_PART = 5 * MIB;
const MOST_PARTS = 10_000;
/** The most bytes of the parts under way, unless one alone is larger. */
const PARTS_IN_MEMORY = 10 * MIB;

/** The body of an upload, and its options. */
export interface UploadOptions {
  readonly body: FileBody;
  readonly contentType: string;
  readonly signal: AbortSignal;
  readonly limits: S3Limits;
  /** Whether the request asks the server to refuse a key that is taken. */
  readonly ifNoneMatch: "sent" | "omitted";
}

/**
 * Uploads a body in one request if it fits into a part, else in parts. Two parts are under way at the same time; one,
 * if a part is larger than 5 MiB. When it rejects, none of its requests is under way on this side any more. The upload
 * in parts is aborted if the storage answers in time with its id and takes the abort. Else that is left to `delete`.
 * Whether there is a file all the same, only the storage can tell.
 */
export async function uploadFile(client: S3ClientLike, place: S3Place, options: UploadOptions): Promise<void> {
  const { body, contentType, signal, limits, ifNoneMatch } = options;
  const partSize = choosePartSize(body.size);
  // One part that fails ends the others, and the reading.
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);
  let uploadId: string | undefined;
  const upload = new Upload({
    client: watchedClient(client, {
      limits,
      signal: ended,
      pace: new Pace(limits, { held: Math.min(body.size, PARTS_IN_MEMORY) }),
      onAnswer: (output) => (uploadId ??= uploadIdOf(output)),
      onError: (error) => failure.abort(s3Error(error)),
    }),
    params: {
      ...place,
      Body: Readable.from(copies(body, ended)),
      ContentType: contentType,
      Metadata: { sha256: body.sha256 },
      ...(ifNoneMatch === "sent" ? { IfNoneMatch: "*" } : {}),
    },
    partSize,
    queueSize: Math.max(1, Math.floor(PARTS_IN_MEMORY / partSize)),
    // Its own abort would replace the error by another one, and would come after the rejection.
    leavePartsOnError: true,
  });
  try {
    await upload.done();
  } catch (error) {
    if (uploadId !== undefined) await abortUpload(client, { ...place, UploadId: uploadId }, limits);
    throw error;
  }
}

/** In whole MiB: the smallest such that the file fits into as many parts as S3 allows. */
export function choosePartSize(fileSize: number): number {
  return Math.max(SMALLEST_PART, Math.ceil(fileSize / MOST_PARTS / MIB) * MIB);
}

async function abortUpload(
  client: S3ClientLike,
  upload: S3Place & { readonly UploadId: string },
  limits: S3Limits,
): Promise<void> {
  const settling = watchedClient(client, { limits: { ...limits, idleMs: limits.settleMs } });
  // Left to `delete`, and to the reaper that calls it.
  await settling.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
}

function uploadIdOf(output: object): string | undefined {
  return "UploadId" in output && typeof output.UploadId === "string" ? output.UploadId : undefined;
}

/** The uploader keeps chunks until they fill a part; the body uses one buffer again and again. */
async function* copies(body: FileBody, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of verifiedBytes(body, signal, { memory: "reused" })) yield Buffer.from(chunk);
}
