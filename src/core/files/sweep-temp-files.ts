import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { TEMP_FILE_PREFIX } from "./attempt-files.js";

/**
 * Deletes the temp files that dead processes of this machine left behind, and returns how many. A file of a living process is
 * never touched, nor one of another machine that shares the directory.
 */
export async function sweepTempFiles(directory: string): Promise<number> {
  const names = await readdir(directory).catch(() => []);
  const swept = await Promise.all(names.map((name) => sweepOne(directory, name)));
  return swept.filter(Boolean).length;
}

async function sweepOne(directory: string, name: string): Promise<boolean> {
  if (!name.startsWith(TEMP_FILE_PREFIX)) return false;
  const pid = Number.parseInt(name.slice(TEMP_FILE_PREFIX.length), 10);
  const path = join(directory, name);
  if (!(await isOrphan(path, pid))) return false;
  return await unlink(path).then(
    () => true,
    () => false,
  );
}

/** In a container the next process often has the same pid: a file older than this process is not its own. */
async function isOrphan(path: string, pid: number): Promise<boolean> {
  if (pid !== process.pid) return !isAlive(pid);
  const facts = await stat(path).catch(() => null);
  return facts !== null && facts.birthtimeMs < performance.timeOrigin;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
