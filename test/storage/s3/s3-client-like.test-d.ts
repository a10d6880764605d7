import { S3, S3Client } from "@aws-sdk/client-s3";
import { expectTypeOf, test } from "vitest";
import { createS3Storage, type S3ClientLike } from "../../../src/s3.js";
import type { StorageAdapter } from "../../../src/index.js";

test("the SDK's clients fit, whole and aggregated, and nothing else does", () => {
  expectTypeOf<S3Client>().toExtend<S3ClientLike>();
  expectTypeOf<S3>().toExtend<S3ClientLike>();
  expectTypeOf<{ send(): void }>().not.toExtend<S3ClientLike>();
  expectTypeOf(createS3Storage).returns.toEqualTypeOf<StorageAdapter>();
});
