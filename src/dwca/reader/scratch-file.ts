import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A private temporary file (mode 0600, in a directory of mode 0700), created with the first byte that is written. Its name is removed as
 * soon as it is open, where the system allows that, so that not even a killed process leaves it behind.
 */
export class ScratchFile implements Disposable {
  readonly #parent: string;
  #file: number | null = null;
  #directory: string | null = null;
  #size = 0;

  constructor(parent: string = tmpdir()) {
    this.#parent = parent;
  }

  /** The number of bytes written. */
  get size(): number {
    return this.#size;
  }

  /** Appends bytes, and returns where they begin. */
  append(bytes: Uint8Array): number {
    this.#file ??= this.#open();
    const from = this.#size;
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#file, bytes, done, bytes.length - done, from + done);
    this.#size += bytes.length;
    return from;
  }

  /** Reads bytes that were written. */
  read(from: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length && this.#file !== null) {
      const read = readSync(this.#file, bytes, done, length - done, from + done);
      if (read === 0) break;
      done += read;
    }
    return bytes.subarray(0, done);
  }

  [Symbol.dispose](): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    if (this.#directory !== null) rmSync(this.#directory, { recursive: true, force: true });
    this.#directory = null;
  }

  #open(): number {
    const directory = mkdtempSync(join(this.#parent, "vasculum-archive-"));
    this.#directory = directory;
    const file = openSync(join(directory, "scratch"), "wx+", 0o600);
    try {
      rmSync(directory, { recursive: true });
      this.#directory = null;
    } catch {
      // Windows keeps the name of an open file: it goes when the file is closed.
    }
    return file;
  }
}
