import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { ExportError } from "../../contracts/export-error.js";
import type { S3Place } from "./head-file.js";
import { isNamed } from "./s3-error.js";

/** Aborts every unfinished upload in parts of this key, whoever began it. */
export async function abortUploads(client: S3Client, place: S3Place): Promise<void> {
  for await (const UploadId of uploadIds(client, place)) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(unlessGone);
  }
}

async function* uploadIds(client: S3Client, { Bucket, Key }: S3Place): AsyncGenerator<string, void, undefined> {
  let found: ListMultipartUploadsOutput = {};
  do {
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = found;
    found = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key, KeyMarker, UploadIdMarker }));
    for (const upload of found.Uploads ?? [])
      if (upload.Key === Key && upload.UploadId !== undefined) yield upload.UploadId;
    // A server that gives no marker would begin again for ever.
  } while (found.IsTruncated === true && Boolean(found.NextKeyMarker));
}

/** It was completed or aborted since the list was made. */
function unlessGone(error: unknown): void {
  const gone = ExportError.is(error) && isNamed(error.cause, "NoSuchUpload");
  if (!gone) throw error;
}
