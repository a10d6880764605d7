export { createS3Storage, type S3StorageOptions } from "./storage/s3/s3-storage.js";
export type { S3ClientLike } from "./storage/s3/s3-client-like.js";
export type { S3Limits } from "./storage/s3/s3-limits.js";
