import { basename, join } from "node:path";
import { build } from "tsup";

/** Built beside the package, so that neither a compiler nor its memory is measured. */
const BUILT = join(import.meta.dirname, "..", "dist", "bench");

/** Builds a script that a bench runs as a process of its own. Returns the path of the JavaScript. What it imports from `src` is built in. */
export async function buildChild(path: string): Promise<string> {
  await build({
    ...{ entry: [path], tsconfig: join(import.meta.dirname, "tsconfig.built.json"), outDir: BUILT, format: ["esm"] },
    ...{ target: "node20", skipNodeModulesBundle: true, splitting: false, config: false, silent: true },
  });
  return join(BUILT, basename(path).replace(/\.ts$/, ".js"));
}
