import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { type ArchiveSize, createLargeArchive } from "./large-archive.js";
import { takeTurns } from "./take-turns.js";

const run = promisify(execFile);
const SIZE: ArchiveSize = { events: 20_000, occurrences: 1_000_000 };
/** Reads every row of the core and of the extensions, and looks at none. */
const PYTHON = `import sys
from dwca.read import DwCAReader
with DwCAReader(sys.argv[1]) as archive:
    print(sum(1 for _ in archive) + sum(1 for extension in archive.extension_files for _ in extension))`;

/** Validates an archive of a million occurrences, each way in a process of its own, beside a reader that only reads it. */
export async function benchValidate(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "vasculum-bench-"));
  try {
    const path = join(folder, "large.zip");
    await pipeline(createLargeArchive(SIZE), createWriteStream(path));
    const memory = new Map<string, number>();
    const validate = (level: string) => async (): Promise<number> => {
      const child = join(import.meta.dirname, "validate-child.ts");
      const { stdout } = await run(process.execPath, ["--import", "tsx", child, path, level]);
      const { seconds, megabytes } = JSON.parse(stdout) as { readonly seconds: number; readonly megabytes: number };
      memory.set(level, Math.max(memory.get(level) ?? 0, megabytes));
      return seconds;
    };
    const ways = { gbif: validate("gbif"), structure: validate("structure") };
    const python = await hasPythonReader();
    const timings = await takeTurns(
      python ? { ...ways, "python-dwca-reader, read alone": () => readInPython(path) } : ways,
    );
    const rows = SIZE.events + SIZE.occurrences;
    print(`${SIZE.occurrences} occurrences of 26 columns in ${SIZE.events} events\n`);
    print("| what | seconds | range | to gbif | rows/s | memory, MB |");
    print("|---|---|---|---|---|---|");
    for (const { way, median, range, ratio } of timings)
      print(
        `| ${way} | ${median} | ${range} | ${ratio} | ${Math.round(rows / Number(median))} | ${memory.get(way)?.toFixed(0) ?? ""} |`,
      );
    if (!python) print("\nNot measured: python-dwca-reader is not installed here.");
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function hasPythonReader(): Promise<boolean> {
  return await run("python3", ["-c", "import dwca.read"]).then(
    () => true,
    () => false,
  );
}

async function readInPython(path: string): Promise<number> {
  const from = performance.now();
  await run("python3", ["-c", PYTHON, path]);
  return (performance.now() - from) / 1000;
}
