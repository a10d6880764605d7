/*
 * How the S3 storage works, and why.
 *
 * - It uses the host's client as it is. `watched-client.ts` watches every call: one that moves no byte for `idleMs`, or too few bytes for
 *   `slowMs`, ends with STORAGE_FAILED. The SDK's own timeouts do not notice a connection that is open and dead.
 * - `put` asks what the key holds (HEAD), uploads, and asks again. S3 may store a file whose answer is lost, so only the second HEAD tells
 *   whether the upload succeeded. The file's metadata hold its sha256, which tells our file from another one. A storage that keeps no
 *   metadata gives the file back, and its bytes tell.
 * - `If-None-Match: *` makes S3 refuse a key that another writer took between HEAD and upload.
 * - A small file goes in one request, a larger one in parts. A failed upload aborts its parts. `delete` aborts the parts that a lost
 *   process left behind.
 * - An answer to HEAD has no body, so a refusal gives no reason. `head-file.ts` then lists the bucket, whose answer gives one.
 * - `open` asks for the size first: a range without a byte is refused before any byte is read. The download begins with the first read.
 * - `s3-error.ts` turns what the SDK throws into ExportErrors. No message holds a bucket, a key or a host.
 */
import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2Output,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { ExportError } from "../../contracts/export-error.js";
import type {
  FileBody,
  LinkOptions,
  OpenFileOptions,
  PutOptions,
  StorageAdapter,
  StoredFile,
} from "../../contracts/storage-adapter.js";
import { contentDisposition } from "../../contracts/content-disposition.js";
import { byteSpan } from "../byte-span.js";
import { downloadFile } from "./download-file.js";
import { compare, findFile, headFile, modifiedAt, type S3Place } from "./head-file.js";
import { brokenOff, s3Error } from "./s3-error.js";
import { createS3Limits, type S3Limits } from "./s3-limits.js";
import { abortUploads } from "./unfinished-uploads.js";
import { uploadFile } from "./upload-file.js";
import { type S3ClientLike, watchedClient } from "./watched-client.js";

const LONGEST_LINK_SECONDS = 300;

/** The options of an S3 storage. */
export interface S3StorageOptions {
  /** The host's own client: its credentials, region, endpoint, retries and connections. It is never destroyed here. */
  readonly client: S3ClientLike;
  readonly bucket: string;
  /** The prefix of all keys in the bucket: `""` (the default), or relative and ending with `/`. */
  readonly prefix?: string;
  /**
   * Whether uploads carry `If-None-Match: *`, so that of two writers of a key at the same moment one is refused. Default `"sent"`; a
   * few servers answer it with 501 (`STORAGE_FAILED`, not retryable) and need `"omitted"`.
   */
  readonly ifNoneMatch?: "sent" | "omitted";
  readonly limits?: Partial<S3Limits>;
}

/**
 * Keeps files in a bucket of Amazon S3 or of a server that speaks as it does, such as Ceph. Versioning of the bucket should be
 * off, or deleted files live on as old versions.
 *
 * The credentials must permit GetObject, PutObject, DeleteObject, AbortMultipartUpload, and, on the bucket, ListBucket and
 * ListBucketMultipartUploads; without ListBucket a missing file reads as `STORAGE_DENIED`. The client of a server other than Amazon's
 * needs its `endpoint`, mostly `forcePathStyle: true`, and `requestChecksumCalculation: "WHEN_REQUIRED"` where the server knows no CRC32
 * checksums; a `region` is needed always. Its `maxAttempts` (3 by default) is how often one request is tried.
 *
 * Its agent should drop idle connections after some seconds: `requestHandler: { httpsAgent: new Agent({ keepAlive:
 * true, timeout: 5_000 }) }`. The SDK's own does so only where the server asks for it. Each connection that goes dead
 * while it rests, as behind a NAT, costs a call that is ended as hung. Calls under way may be silent for longer.
 *
 * A file up to 5 MiB goes in one request. A larger one goes in parts of 5 MiB, two at a time; beyond 50 GB in 10,000
 * parts, one at a time. That takes less than 96 MiB of memory for parts of 5 MiB, and three to four times the size of a
 * larger part. A part of 1,000 GiB has 103 MiB. A `put` begins and ends by asking what the key holds: an upload whose
 * answer was lost is a success if its file is there. An abort ends the upload in parts; what the storage did not hear
 * of is left to `delete`.
 *
 * @throws TypeError for an option that cannot be meant.
 * @example
 * ```ts
 * const storage = createS3Storage({ client, bucket: "biodiversity", prefix: "vasculum/" });
 * ```
 */
export function createS3Storage({
  client,
  bucket,
  prefix = "",
  ifNoneMatch = "sent",
  limits,
}: S3StorageOptions): StorageAdapter {
  checkClient(client);
  if (typeof bucket !== "string" || bucket.trim() === "")
    throw new TypeError("The bucket of an S3 storage must be a text that is not empty.");
  checkPrefix(prefix);
  if (!["sent", "omitted"].includes(ifNoneMatch))
    throw new TypeError('The ifNoneMatch of an S3 storage must be "sent" or "omitted".');
  return new S3Storage({ client, bucket, prefix, ifNoneMatch, limits: createS3Limits(limits) });
}

/** Refuses for hosts without TypeScript too. */
function checkClient(client: Partial<S3ClientLike> | null | undefined): void {
  const fits =
    typeof client?.send === "function" &&
    typeof client.config === "object" &&
    typeof client.middlewareStack === "object";
  if (!fits) throw new TypeError("The client of an S3 storage must be an S3Client of @aws-sdk/client-s3.");
}

function checkPrefix(prefix: unknown): void {
  const valid =
    typeof prefix === "string" &&
    /^([^/].*\/)?$/.test(prefix) &&
    !prefix.split("/").some((part) => part === "." || part === "..");
  if (!valid)
    throw new TypeError("The prefix of an S3 storage must be relative, end with a slash, and have no . or .. part.");
}

type Setup = Required<S3StorageOptions> & { readonly limits: S3Limits };

class S3Storage implements StorageAdapter {
  readonly #options: Setup;

  constructor(options: Setup) {
    this.#options = options;
  }

  async put(key: string, body: FileBody, { contentType, signal }: PutOptions): Promise<void> {
    const { client, limits, ifNoneMatch } = this.#options;
    const place = this.#place(key);
    const found = await this.#found(place, body, signal);
    if (found === "same") return;
    if (found !== "absent") throw new ExportError("STORAGE_KEY_EXISTS");
    try {
      await uploadFile(client, place, { body, contentType, signal, limits, ifNoneMatch });
    } catch (error) {
      signal.throwIfAborted();
      if (!(await this.#isThere(place, body))) throw brokenOff(error);
    }
    await this.#verify(place, body, signal);
  }

  async open(key: string, { range, signal }: OpenFileOptions = {}): Promise<AsyncIterable<Uint8Array>> {
    const { client, limits } = this.#options;
    const place = this.#place(key);
    const file = await findFile(this.#watched(signal), place);
    if (file === null) throw new ExportError("STORAGE_FILE_MISSING");
    return downloadFile(client, place, { span: byteSpan(file.size, range), limits, signal });
  }

  async stat(key: string): Promise<StoredFile | null> {
    const file = await findFile(this.#watched(), this.#place(key));
    return file === null ? null : Object.freeze({ key, size: file.size, modifiedAt: file.modifiedAt });
  }

  async delete(key: string): Promise<void> {
    const client = this.#watched();
    const place = this.#place(key);
    // Uploads first: one that is aborted can no longer be completed behind the file's deletion.
    await abortUploads(client, place);
    await client.send(new DeleteObjectCommand(place));
  }

  async *list(prefix: string): AsyncGenerator<StoredFile, void, undefined> {
    const client = this.#watched();
    const { Bucket, Key: Prefix } = this.#place(prefix);
    let found: ListObjectsV2Output = {};
    do {
      found = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken: found.NextContinuationToken }),
      );
      for (const { Key = "", Size: size = 0, LastModified: modified } of found.Contents ?? []) {
        const key = Key.slice(this.#options.prefix.length);
        // Consoles mark a folder by a file of no name.
        if (key !== "") yield Object.freeze({ key, size, modifiedAt: modifiedAt(modified) });
      }
      // Some servers end with an empty token.
    } while (found.IsTruncated === true && Boolean(found.NextContinuationToken));
  }

  /** Works no longer than the client's credentials do. */
  async link(key: string, { expiresInSeconds, filename, contentType }: LinkOptions): Promise<string> {
    if (!(Number.isInteger(expiresInSeconds) && expiresInSeconds >= 1 && expiresInSeconds <= LONGEST_LINK_SECONDS)) {
      throw new ExportError("STORAGE_FAILED", {
        message: "A signed link works for 1 to 300 whole seconds.",
        retryable: false,
      });
    }
    const command = new GetObjectCommand({
      ...this.#place(key),
      ResponseContentDisposition: contentDisposition(filename),
      ResponseContentType: contentType,
    });
    return await getSignedUrl(this.#watched(), command, { expiresIn: expiresInSeconds }).catch((error: unknown) => {
      throw s3Error(error);
    });
  }

  /**
   * Compares the object at a place with the body. A storage that keeps no metadata has not kept the checksum: then the
   * file is read back.
   */
  async #found(place: S3Place, body: FileBody, signal: AbortSignal): Promise<"same" | "other" | "absent" | "damaged"> {
    const { client, limits } = this.#options;
    const found = compare(await headFile(this.#watched(signal), place), body);
    if (found !== "unknown") return found;
    const hash = createHash("sha256");
    const span = { start: 0, end: body.size };
    for await (const chunk of downloadFile(client, place, { span, limits, signal })) hash.update(chunk);
    return hash.digest("hex") === body.sha256 ? "same" : "other";
  }

  /** After a failed upload; what cannot be found out soon counts as no. */
  async #isThere(place: S3Place, body: FileBody): Promise<boolean> {
    const { client, limits } = this.#options;
    const settling = watchedClient(client, { limits: { ...limits, idleMs: limits.settleMs } });
    return await headFile(settling, place).then(
      (file) => file?.sha256 === body.sha256,
      () => false,
    );
  }

  /** Verifies the file after an upload, and deletes a partial one. */
  async #verify(place: S3Place, body: FileBody, signal: AbortSignal): Promise<void> {
    const client = this.#watched(signal);
    const found = await this.#found(place, body, signal);
    if (found === "same") return;
    if (found === "other") throw new ExportError("STORAGE_KEY_EXISTS");
    if (found === "damaged") await client.send(new DeleteObjectCommand(place));
    throw new ExportError("STORAGE_FAILED", { message: "The storage does not hold the file that it has accepted." });
  }

  #watched(signal?: AbortSignal): S3Client {
    const { client, limits } = this.#options;
    return watchedClient(client, { limits, signal });
  }

  #place(key: string): S3Place {
    return { Bucket: this.#options.bucket, Key: this.#options.prefix + key };
  }
}
