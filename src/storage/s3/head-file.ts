import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { ExportError } from "../../contracts/export-error.js";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { isNamed, statusOf } from "./s3-error.js";

/** The place of a file, as S3 names it. */
export interface S3Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** The facts that S3 gives about a file. */
export interface S3File {
  readonly size: number;
  /** As `put` has noted it; undefined for a file that was not put by us, and where the storage keeps no metadata. */
  readonly sha256: string | undefined;
  readonly modifiedAt: string | null;
}

/** With what S3 refuses a HEAD for more than one reason. */
const UNEXPLAINED: ReadonlySet<number> = new Set([301, 400, 403]);

/** Returns the facts that S3 gives about a file; null when the file or the bucket does not exist. */
export async function headFile(client: S3Client, place: S3Place): Promise<S3File | null> {
  const found = await client.send(new HeadObjectCommand(place)).catch(async (error: unknown) => {
    if (ExportError.is(error) && error.code === "STORAGE_FILE_MISSING") return null;
    throw await explained(error, client, place);
  });
  if (found === null) return null;
  const { ContentLength: size, Metadata: { sha256 } = {}, LastModified: modified } = found;
  if (size === undefined)
    throw new ExportError("STORAGE_FAILED", { message: "The storage does not tell the file's size." });
  return { size, sha256, modifiedAt: modifiedAt(modified) };
}

/** As `headFile`, for callers who expect a file. @throws ExportError `STORAGE_FAILED` when the bucket does not exist. */
export async function findFile(client: S3Client, place: S3Place): Promise<S3File | null> {
  const file = await headFile(client, place);
  if (file !== null) return file;
  const refusal = await askBucket(client, place);
  // A role that may not list may still read, so only a bucket that is surely absent counts.
  if (refusal !== null && isNamed(refusal.cause, "NoSuchBucket")) throw refusal;
  return null;
}

async function explained(error: unknown, client: S3Client, place: S3Place): Promise<unknown> {
  if (!ExportError.is(error) || !UNEXPLAINED.has(statusOf(error.cause))) return error;
  const refusal = await askBucket(client, place);
  return refusal === null || refusal.retryable || refusal.code === "STORAGE_FILE_MISSING" ? error : refusal;
}

/**
 * Why a bucket refuses, or null if it does not. An answer to HEAD has no body (RFC 9110 §9.3.2), and so no reason; the answer to this
 * question has one.
 */
async function askBucket(client: S3Client, { Bucket, Key: Prefix }: S3Place): Promise<ExportError | null> {
  try {
    await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }));
    return null;
  } catch (error) {
    // An error that is not the storage's is the caller's abort.
    if (ExportError.is(error) && error.code.startsWith("STORAGE_")) return error;
    throw error;
  }
}

/**
 * Compares the stored object with the body that was to be stored. The result is `same` for the body itself, `other` for
 * something else and `absent` for nothing. It is `damaged` for what is called the body but has not its size. It is
 * `unknown` for what has its size and no checksum: a storage may keep no metadata.
 */
export function compare(
  found: S3File | null,
  { size, sha256 }: FileBody,
): "same" | "other" | "absent" | "damaged" | "unknown" {
  if (found === null) return "absent";
  if (found.sha256 === undefined && found.size === size) return "unknown";
  if (found.sha256 !== sha256) return "other";
  return found.size === size ? "same" : "damaged";
}

/** A time of S3 in ISO 8601, in whole seconds: a list may tell fractions that HEAD, whose header holds none, does not (RFC 9110 §5.6.7). */
export function modifiedAt(time: Date | undefined): string | null {
  return time === undefined ? null : `${time.toISOString().slice(0, 19)}Z`;
}
