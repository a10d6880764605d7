import { access, constants, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createFileSystemStorage, ExportError, type StorageAdapter } from "vasculum";
import { BadSetting, errorCode } from "./bad-setting.js";

/** Where exported files rest. */
export interface OpenStorage extends AsyncDisposable {
  readonly storage: StorageAdapter;
  /** What it is, for people. */
  readonly title: string;
}

/**
 * A directory (`file:///dir`; `./exports` when nothing is said) or a bucket (`s3://bucket/prefix?endpoint=…&region=…`), which must be there to
 * be written to. @throws BadSetting
 */
export async function openStorage(url: string | undefined): Promise<OpenStorage> {
  try {
    if (url === undefined) return await openDirectory(resolve("exports"));
    const place = new URL(url);
    return place.protocol === "s3:" ? await openBucket(place) : await openDirectory(fileURLToPath(place));
  } catch (error) {
    // The sentence of an ExportError names no bucket and no host.
    if (ExportError.is(error)) throw new BadSetting(`The storage of STORAGE_URL cannot be used. ${error.message}`);
    throw new BadSetting(`The storage of STORAGE_URL cannot be used (${errorCode(error)}).`);
  }
}

async function openDirectory(root: string): Promise<OpenStorage> {
  await mkdir(root, { recursive: true });
  await access(root, constants.W_OK);
  return {
    storage: createFileSystemStorage({ root }),
    title: `the directory ${root}`,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Credentials come from the AWS environment. */
async function openBucket({ hostname: bucket, pathname, searchParams }: URL): Promise<OpenStorage> {
  const [{ S3Client }, { createS3Storage }] = await Promise.all([import("@aws-sdk/client-s3"), import("vasculum/s3")]);
  const endpoint = searchParams.get("endpoint");
  const region = searchParams.get("region") ?? process.env.AWS_REGION ?? "us-east-1";
  // Servers other than Amazon's have no host name for each bucket, and often no CRC32.
  const elsewhere =
    endpoint === null ? {} : { endpoint, forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" as const };
  const client = new S3Client({ region, ...elsewhere });
  const folder = pathname.replace(/^\/+|\/+$/g, "");
  const storage = createS3Storage({ client, bucket, prefix: folder === "" ? "" : `${folder}/` });
  await storage.stat("exports/probe");
  return {
    storage,
    title: `the bucket ${bucket}${folder === "" ? "" : `, below ${folder}/`}`,
    [Symbol.asyncDispose]: async () => client.destroy(),
  };
}
