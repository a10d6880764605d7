import { createHash, randomBytes } from "node:crypto";

/** The prefix of the name of an unfinished upload. No part of a key may begin with it. */
export const UPLOAD_PREFIX = ".upload-";

/**
 * Returns the prefix of the names of all unfinished uploads of one file name. It is a digest, so that another process
 * finds them from the key alone. It also keeps them short whatever the file's name.
 */
export function uploadsOf(filename: string): string {
  return `${UPLOAD_PREFIX}${createHash("sha256").update(filename).digest("hex").slice(0, 32)}-`;
}

/** A new name for an upload of this file name; it rests beside the file, so that publishing never leaves the file system. */
export function createUploadName(filename: string): string {
  return uploadsOf(filename) + randomBytes(16).toString("hex");
}
