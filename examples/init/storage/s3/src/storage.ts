import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { S3Client } from "@aws-sdk/client-s3";
import type { StorageAdapter } from "vasculum";
import { createS3Storage } from "vasculum/s3";
import { setting } from "./settings.js";

/** A connection that went dead while it rested costs a call 15 s, so idle ones are dropped soon. */
const idle = { keepAlive: true, timeout: 5_000 };

/** Keeps finished files in a bucket. The AWS SDK reads the credentials from the environment. */
export function createStorage(): StorageAdapter {
  const { S3_ENDPOINT } = process.env;
  const client = new S3Client({
    region: setting("AWS_REGION"),
    requestHandler: { httpAgent: new HttpAgent(idle), httpsAgent: new HttpsAgent(idle) },
    // Servers other than Amazon's have no host name for each bucket, and often no CRC32.
    ...(S3_ENDPOINT
      ? { endpoint: S3_ENDPOINT, forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" as const }
      : {}),
  });
  return createS3Storage({ client, bucket: setting("S3_BUCKET"), prefix: "exports/" });
}
