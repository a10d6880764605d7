import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, test } from "vitest";
import { cannotRun, EXAMPLE_ENV, EXAMPLES, examples } from "../examples/examples.js";
import { type BuiltPackage, run } from "./build-package.js";

/** What starts the servers that some examples are clients of. */
const SERVERS = join(import.meta.dirname, "../support");

/** The examples beside the built package, where `vasculum` is what is published and not the sources. */
export function testExamples(built: () => BuiltPackage): void {
  describe("beside the examples", () => {
    beforeAll(async () => {
      await cp(EXAMPLES, join(built().root, "examples"), { recursive: true });
      await cp(SERVERS, join(built().root, "test/support"), { recursive: true });
      await writeFile(join(built().root, "examples/tsconfig.json"), JSON.stringify({ compilerOptions: { module: "nodenext" } }));
    });

    test.for(examples)("%s runs", async (example, { skip }) => {
      skip(cannotRun(example) !== null, `${cannotRun(example)}`);
      const { root } = built();
      const env = { ...EXAMPLE_ENV, TSX_TSCONFIG_PATH: join(root, "examples/tsconfig.json") };
      await run(process.execPath, ["--import", "tsx", join("examples", example)], root, env);
    });

    test("koa/koa-commonjs.cjs runs, without any loader", async () => {
      await run(process.execPath, [join("examples", "koa", "koa-commonjs.cjs")], built().root, EXAMPLE_ENV);
    });
  });
}
