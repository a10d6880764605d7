import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { composeFiles } from "../../src/cli/init/compose-files.js";
import { COMBINATIONS, titleOf } from "../cli/init/combinations.js";
import { type BuiltPackage, run } from "./build-package.js";

/** What `vasculum init` writes, beside the built package and its templates. */
export function testInit(built: () => BuiltPackage): void {
  describe("vasculum init", () => {
    test(`compiles in each of its ${COMBINATIONS.length} combinations, in one program`, async () => {
      const { root, node } = built();
      const folder = join(root, "combinations");
      for (const choices of COMBINATIONS) await writeCode(composeFiles(choices, root), join(folder, titleOf(choices)));
      const template = await readFile(join(root, "examples/init/common/tsconfig.example.json"), "utf8");
      const { compilerOptions } = JSON.parse(template) as { readonly compilerOptions: object };
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*/src", "*/test"] }));
      expect(await run(node, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], root)).toBe("");
    });

    test("is started by npm's link, and what it writes compiles and passes its own test", async () => {
      const { root, node } = built();
      const app = join(root, "app");
      await symlink(join(root, "dist/cli.js"), join(root, "vasculum"));
      expect(await run(node, [join(root, "vasculum"), "init", "--yes", "--directory", "app"], root)).toContain(
        "cd app",
      );
      await mkdir(join(app, "node_modules"));
      await symlink(root, join(app, "node_modules/vasculum"));
      const { scripts } = JSON.parse(await readFile(join(app, "package.json"), "utf8")) as {
        scripts: { check: string };
      };
      expect(scripts.check).toBe("tsc");
      await run(node, [join(root, "node_modules/typescript/bin/tsc")], app);
      expect(await run("npm", ["test", "--silent"], app)).toMatch(/^. pass 4$/m);
    });
  });
}

/** Writes the code alone: without a package.json of its own, `vasculum` is the package around it. */
async function writeCode(files: ReadonlyMap<string, string>, folder: string): Promise<void> {
  for (const [path, text] of files) {
    if (!path.endsWith(".ts")) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
