/**
 * A storage in a bucket of an S3 server.
 *
 * @module vasculum/s3
 */
export { createS3Storage, type S3StorageOptions } from "./storage/s3/s3-storage.js";
export type { S3ClientLike } from "./storage/s3/watched-client.js";
export type { S3Limits } from "./storage/s3/s3-limits.js";
