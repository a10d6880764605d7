import { once } from "node:events";
import { PassThrough } from "node:stream";
import { ExportError } from "../contracts/export-error.js";
import type { Spool } from "./spool.js";

/** A file of a spool that is written bit by bit. Disposed of before it is closed, it stays unfinished. */
export interface SpoolFile extends AsyncDisposable {
  /** Settles when there is room for more. @throws whatever the spool's `write` threw. */
  add(text: string): Promise<void>;
  /** Settles when the spool has kept everything. */
  close(): Promise<void>;
}

/** Turns a spool's `write`, which pulls, into something that several files can be pushed to side by side. */
export function openSpoolFile(spool: Spool, name: string): SpoolFile {
  const chunks = new PassThrough().on("error", () => undefined);
  const written = spool.write(name, chunks);
  // A spool that ends while there is more to come has lost it.
  const lost = written.then(() => Promise.reject<never>(new ExportError("TEMP_FILE_FAILED")));
  lost.catch(() => undefined);
  return {
    async add(text) {
      if (chunks.write(text)) return;
      await Promise.race([lost, once(chunks, "drain").catch(() => lost)]);
    },
    async close() {
      chunks.end();
      await written;
      if (!chunks.readableEnded) await lost;
    },
    async [Symbol.asyncDispose]() {
      chunks.destroy(new ExportError("TEMP_FILE_FAILED"));
      await written.catch(() => undefined);
    },
  };
}
