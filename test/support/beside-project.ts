import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(import.meta.dirname, "../../../shared");

/** A file or folder that lies beside the project on some machines. */
export interface BesideProject {
  readonly path: string;
  /** Why it cannot be tested with, said once on the console; null when it is there. `TEST_SERVICES` demands none. */
  readonly absent: string | null;
}

/** Looks beside the project for `name`, such as `dwca/schemas`. */
export function besideProject(name: string): BesideProject {
  const path = join(FOLDER, name);
  if (existsSync(path)) return { path, absent: null };
  console.warn(`NOT RUN: the tests that need ${name}, which is not in ${FOLDER} beside the project.`);
  return { path, absent: `${name} is not beside the project` };
}
