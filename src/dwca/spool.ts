import type { ExportRun } from "../contracts/exporter.js";
import { ExportError } from "../contracts/export-error.js";
import { readTempFile, writeTempFile } from "../core/temp-files/temp-file.js";

/** Where an archive keeps what cannot be zipped yet. */
export interface Spool {
  /** Keeps the chunks under a name; settles when all are kept. */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** What was kept. Does nothing before the iteration begins. */
  read(name: string): AsyncIterable<Uint8Array>;
}

/** A spool in the attempt's temp files, which core deletes when the attempt ends. */
export function createTempFileSpool(run: Pick<ExportRun, "tempFile" | "signal">): Spool {
  const paths = new Map<string, string>();
  return {
    async write(name, chunks) {
      const path = await run.tempFile(name);
      paths.set(name, path);
      await writeTempFile(path, chunks, run.signal);
    },
    async *read(name) {
      const path = paths.get(name);
      if (path === undefined) throw new ExportError("TEMP_FILE_FAILED");
      yield* readTempFile(path);
    },
  };
}
