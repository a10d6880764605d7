import { ZipArchive } from "archiver";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { STEPS } from "./steps.js";

/** Writes the archive of each step into a directory. */
export async function writeSteps(directory: string): Promise<void> {
  for (const [name, files] of Object.entries(STEPS)) {
    const archive = new ZipArchive();
    for (const [file, text] of Object.entries(files)) archive.append(text, { name: file });
    await Promise.all([pipeline(archive, createWriteStream(join(directory, name))), archive.finalize()]);
  }
}
