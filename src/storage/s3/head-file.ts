import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { ExportError } from "../../contracts/export-error.js";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { askBucket } from "./ask-bucket.js";
import { modifiedAt } from "./modified-at.js";
import { isNamed, statusOf } from "./s3-error.js";

/** Where a file rests, as S3 names it. */
export interface S3Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** What S3 tells of a file. */
export interface S3Facts {
  readonly size: number;
  /** As `put` has noted it; undefined for a file that was not put by us. */
  readonly sha256: string | undefined;
  readonly modifiedAt: string | null;
}

/** With what S3 refuses a HEAD for more than one reason. */
const UNEXPLAINED: ReadonlySet<number> = new Set([301, 400, 403]);

/** The facts of a file, or null when there is none: nor, perhaps, its bucket. */
export async function headFile(client: S3Client, place: S3Place): Promise<S3Facts | null> {
  const found = await client.send(new HeadObjectCommand(place)).catch(async (error: unknown) => {
    if (ExportError.is(error) && error.code === "STORAGE_FILE_MISSING") return null;
    throw await explained(error, client, place);
  });
  if (found === null) return null;
  const { ContentLength: size, Metadata: { sha256 } = {}, LastModified: modified } = found;
  if (size === undefined) throw new ExportError("STORAGE_FAILED", { message: "The storage does not tell the file's size." });
  return { size, sha256, modifiedAt: modifiedAt(modified) };
}

/** The same, for who expects a file there. @throws ExportError `STORAGE_FAILED` when there is no such bucket. */
export async function findFile(client: S3Client, place: S3Place): Promise<S3Facts | null> {
  const file = await headFile(client, place);
  if (file !== null) return file;
  const refusal = await askBucket(client, place);
  // A role that may not list may read all the same: only what is surely so counts.
  if (refusal !== null && isNamed(refusal.cause, "NoSuchBucket")) throw refusal;
  return null;
}

async function explained(error: unknown, client: S3Client, place: S3Place): Promise<unknown> {
  if (!ExportError.is(error) || !UNEXPLAINED.has(statusOf(error.cause))) return error;
  const refusal = await askBucket(client, place);
  return refusal === null || refusal.retryable || refusal.code === "STORAGE_FILE_MISSING" ? error : refusal;
}

/**
 * What rests where a body was to be stored: the body itself (`same`), something else (`other`), nothing (`absent`), or what is called
 * the body but has not its size (`damaged`).
 */
export function compare(found: S3Facts | null, { size, sha256 }: FileBody): "same" | "other" | "absent" | "damaged" {
  if (found === null) return "absent";
  if (found.sha256 !== sha256) return "other";
  return found.size === size ? "same" : "damaged";
}
