import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BuiltPackage, run } from "./build-package.js";
import { readManifest } from "./manifest.js";

const CONSUMERS = join(import.meta.dirname, "consumers");
const PATIENCE_MS = 300_000;
/** What a host that uses these doors has besides; of the versions that we test with. */
const HOST_PACKAGES = ["kysely", "typescript", "@types/node"];
const QUICK_START_OUTPUT = "succeeded project-1_export-1.csv 2\nnight,moths\r\n2023-06-18,112\r\n2023-06-19,87\r\n";
const STRICT = {
  strict: true,
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  types: ["node"],
  skipLibCheck: false,
  outDir: "out",
};

/** Hosts that install the tarball and use every door that needs no server. */
export function testConsumers(built: () => BuiltPackage): void {
  describe("installed in a host's project", () => {
    let host: string;

    beforeAll(async () => {
      host = await mkdtemp(join(tmpdir(), "vasculum-consumer-"));
      await install(host, built());
    }, PATIENCE_MS);

    afterAll(async () => {
      await rm(host, { recursive: true, force: true });
    });

    test.each(["esm.mjs", "cjs.cjs"])("%s runs", async (name) => {
      await copyFile(join(CONSUMERS, name), join(host, name));
      expect(await run(built().node, [name], host)).toBe("every door opened\n");
    });

    test.each([
      ["export.mjs", "docs/start.md"],
      ["export.cjs", "docs/start.md"],
    ])("%s of %s runs as printed", async (name, page) => {
      await writeFile(join(host, name), await printedBlock(name, page));
      expect(await run(built().node, [name], host)).toBe(QUICK_START_OUTPUT);
    });

    test("TypeScript hosts, ESM and CJS, compile with their libraries checked, and run", async () => {
      await compile({ host, node: built().node }, ["consumer.mts", "consumer.cts"], { module: "nodenext" });
      for (const output of ["consumer.mjs", "consumer.cjs"]) {
        expect(await run(built().node, [join("out", output)], host)).toBe("moths\r\n3\r\n5\r\n\n");
      }
    });

    test("a TypeScript host with a bundler compiles, its libraries checked", async () => {
      await compile({ host, node: built().node }, ["consumer.ts"], { module: "esnext", moduleResolution: "bundler" });
    });

    test("the other doors load without an optional peer that is missing", async () => {
      await rm(join(host, "node_modules/kysely"), { recursive: true });
      const importing = `await import("vasculum"); await import("vasculum/testing"); await import("vasculum/kysely").catch(({ code }) => console.log(code));`;
      expect(await run(built().node, ["--input-type=module", "--eval", importing], host)).toBe(
        "ERR_MODULE_NOT_FOUND\n",
      );
    });
  });
}

/** The code block of a page that is said to be this file of the quick start. */
async function printedBlock(name: string, page: string): Promise<string> {
  const text = await readFile(join(import.meta.dirname, "../..", page), "utf8");
  const marker = `<!-- region examples/quick-start/${name}#all -->`;
  const block = text.split(marker)[1]?.match(/```js\n([\s\S]*?)```/)?.[1];
  if (block === undefined) throw new TypeError(`${page} has no ${name}.`);
  return block;
}

/** Compiles copies of the one consumer under these names. */
async function compile(
  { host, node }: { readonly host: string; readonly node: string },
  files: readonly string[],
  options: Readonly<Record<string, string>>,
): Promise<void> {
  for (const file of files) await copyFile(join(CONSUMERS, "consumer.ts"), join(host, file));
  await writeFile(join(host, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  await run(node, [join(host, "node_modules/typescript/bin/tsc"), "-p", "."], host);
}

async function install(host: string, { root, tarball }: BuiltPackage): Promise<void> {
  const { devDependencies } = await readManifest({ root });
  const packages = HOST_PACKAGES.map((name) => `${name}@${devDependencies[name]}`);
  await writeFile(join(host, "package.json"), JSON.stringify({ name: "a-host", private: true }));
  await run("npm", ["install", tarball, ...packages, "--no-audit", "--no-fund", "--prefer-offline", "--silent"], host);
  const installed = JSON.parse(await readFile(join(host, "node_modules/vasculum/package.json"), "utf8")) as {
    readonly name: string;
  };
  expect(installed.name).toBe("vasculum");
}
