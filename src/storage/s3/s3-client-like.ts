import type { S3Client } from "@aws-sdk/client-s3";

/** The parts of the AWS SDK's `S3Client` (version 3) that are used; the aggregated `S3` fits too. */
export type S3ClientLike = Pick<S3Client, "config" | "middlewareStack" | "send">;
