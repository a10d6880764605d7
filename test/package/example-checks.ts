import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, test } from "vitest";
import { EXAMPLE_ENV, EXAMPLES, examples } from "../examples/examples.js";
import { noRedis } from "../support/redis.js";
import { type BuiltPackage, run, runWithWarnings } from "./build-package.js";
import { readManifest } from "./manifest.js";

/** What starts the servers that some examples are clients of. */
const SERVERS = join(import.meta.dirname, "../support");

/** The examples beside the built package, where `vasculum` is what is published and not the sources. */
export function testExamples(built: () => BuiltPackage): void {
  describe("beside the examples", () => {
    beforeAll(async () => {
      await cp(EXAMPLES, join(built().root, "examples"), { recursive: true });
      await cp(SERVERS, join(built().root, "test/support"), { recursive: true });
      await writeFile(
        join(built().root, "examples/tsconfig.json"),
        JSON.stringify({ compilerOptions: { module: "nodenext" } }),
      );
      await followKysely(built());
    });

    // Each is a process of its own.
    describe.concurrent("two at a time", () => {
      test.for(examples)("%s runs, what it asserts is true, and it warns of nothing", async (example, context) => {
        context.skip(cannotRun(example) !== null, `${cannotRun(example)}`);
        const { root, node } = built();
        const env = { ...EXAMPLE_ENV, TSX_TSCONFIG_PATH: join(root, "examples/tsconfig.json") };
        const { stderr } = await runWithWarnings(node, ["--import", "tsx", join("examples", example)], root, env);
        context.expect(stderr).toBe("");
      });
    });

    test("koa/koa-commonjs.cjs runs, without any loader", async () => {
      await run(built().node, [join("examples", "koa", "koa-commonjs.cjs")], built().root, EXAMPLE_ENV);
    });
  });
}

/** Changes the one import that the example of a production says to change for Kysely 0.29. */
async function followKysely({ root }: BuiltPackage): Promise<void> {
  const { devDependencies } = await readManifest({ root });
  if (devDependencies.kysely?.startsWith("^0.28") === true) return;
  const path = join(root, "examples/production/migrate.ts");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace('from "kysely"; //', 'from "kysely/migration"; //'));
}

/** Why an example cannot run on this machine, for want of the server that it is a client of; null when it can. */
const cannotRun = (example: string): string | null => (example === join("bullmq", "bullmq.ts") ? noRedis : null);
