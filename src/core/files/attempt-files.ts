import { createHash } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { tempFileError } from "./temp-file-error.js";

/** The prefix of the names of this machine's temp files: machine, then process, so that a sweep knows their owner. */
export const TEMP_FILE_PREFIX: string = `vasculum-${createHash("sha256").update(hostname()).digest("hex").slice(0, 8)}-`;

/** The temp files of one attempt: private from the first byte, and gone when the attempt is. */
export class AttemptFiles {
  readonly #directory: string;
  readonly #token: string;
  readonly #paths = new Set<string>();
  #closed = false;

  constructor(directory: string, token: string) {
    this.#directory = directory;
    this.#token = token;
  }

  /**
   * Creates an empty file that only this user can read (mode 0600, O_EXCL), with the attempt's token in its name.
   *
   * @throws ExportError `TEMP_FILE_FAILED`, also once the attempt is over.
   */
  async create(name: string): Promise<string> {
    const safeName = name.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 64);
    const unique = `${TEMP_FILE_PREFIX}${process.pid}-${this.#token}-${this.#paths.size}-${safeName}`;
    const path = join(this.#directory, unique);
    this.#refuseAfterEnd();
    this.#paths.add(path);
    const file = await open(path, "wx", 0o600).catch((error: unknown) => Promise.reject(tempFileError(error)));
    await file.close();
    if (this.#closed) await unlink(path).catch(() => undefined);
    this.#refuseAfterEnd();
    return path;
  }

  /** Whether this attempt created the file at this path. */
  owns(path: string): boolean {
    return this.#paths.has(path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#paths].map((path) => unlink(path).catch(() => undefined)));
  }

  #refuseAfterEnd(): void {
    if (this.#closed) throw tempFileError(new TypeError("The attempt has ended."));
  }
}
