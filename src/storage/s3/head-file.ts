import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { ExportError } from "../../contracts/export-error.js";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { modifiedAt } from "./modified-at.js";

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

/** The facts of a file, or null when there is none. */
export async function headFile(client: S3Client, place: S3Place): Promise<S3Facts | null> {
  const found = await client.send(new HeadObjectCommand(place)).catch((error: unknown) => {
    if (ExportError.is(error) && error.code === "STORAGE_FILE_MISSING") return null;
    throw error;
  });
  if (found === null) return null;
  const { ContentLength: size, Metadata: { sha256 } = {}, LastModified: modified } = found;
  if (size === undefined) throw new ExportError("STORAGE_FAILED", { message: "The storage does not tell the file's size." });
  return { size, sha256, modifiedAt: modifiedAt(modified) };
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
