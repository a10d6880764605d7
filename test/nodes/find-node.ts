import { existsSync } from "node:fs";
import { join } from "node:path";

/** The later versions of Node that the package supports, each with Kysely 0.29. */
export const LATER_NODES: readonly number[] = [22, 24];

/** A Kysely that needs such a Node. */
export const LATER_KYSELY: string = join(import.meta.dirname, "node_modules", "kysely");

/** The program of a version of Node; null where it is not installed, or is not to be had for this platform. */
export function findNode(major: number): string | null {
  const program = join(
    import.meta.dirname,
    "node_modules",
    `node${major}-${process.platform}-${process.arch}`,
    "bin/node",
  );
  return existsSync(program) ? program : null;
}
