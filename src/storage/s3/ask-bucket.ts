import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { ExportError } from "../../contracts/export-error.js";
import type { S3Place } from "./head-file.js";

/**
 * Why a bucket refuses, or null if it does not. An answer to HEAD has no body (RFC 9110 §9.3.2), and so no reason; the answer to this
 * question has one.
 */
export async function askBucket(client: S3Client, { Bucket, Key: Prefix }: S3Place): Promise<ExportError | null> {
  try {
    await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }));
    return null;
  } catch (error) {
    // What is none of the storage's is the caller's abort.
    if (ExportError.is(error) && error.code.startsWith("STORAGE_")) return error;
    throw error;
  }
}
