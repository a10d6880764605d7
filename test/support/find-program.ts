import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is: on the `PATH`, or among the servers of a Debian, which are on root's only; null when it is nowhere. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
