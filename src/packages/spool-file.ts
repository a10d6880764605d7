import { PassThrough } from "node:stream";
import { ExportError } from "../contracts/export-error.js";
import type { Spool } from "./spool.js";

/** A file of a spool that is written bit by bit. Disposed of before it is closed, it stays unfinished. */
export interface SpoolFile extends AsyncDisposable {
  /** Settles when there is room for more. @throws whatever the spool's `write` threw. */
  add(text: string | Uint8Array): Promise<void>;
  /** Settles when the spool has kept everything. */
  close(): Promise<void>;
}

/** Turns a spool's `write`, which pulls, into something that several files can be pushed to side by side. */
export function openSpoolFile(spool: Spool, name: string): SpoolFile {
  const chunks = new PassThrough().on("error", () => undefined);
  let lost: { readonly cause: unknown } | null = null;
  // A promise that lives as long as the file would remember every wait that raced with it.
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const go of waiting.splice(0)) go();
  };
  chunks.on("drain", wake);
  const lose = (cause: unknown): void => {
    lost = { cause };
    wake();
  };
  const written = spool.write(name, chunks);
  // A spool that ends while there is more to come has lost it.
  written.then(() => lose(new ExportError("TEMP_FILE_FAILED")), lose);
  return {
    async add(text) {
      if (chunks.write(text)) return;
      await new Promise<void>((resolve) => (lost === null ? waiting.push(resolve) : resolve()));
      if (lost !== null) throw lost.cause;
    },
    async close() {
      chunks.end();
      await written;
      if (!chunks.readableEnded) throw new ExportError("TEMP_FILE_FAILED");
    },
    async [Symbol.asyncDispose]() {
      chunks.destroy(new ExportError("TEMP_FILE_FAILED"));
      await written.catch(() => undefined);
    },
  };
}
