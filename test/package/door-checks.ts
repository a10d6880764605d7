import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "tsup";
import { beforeAll, describe, expect, test } from "vitest";
import { type BuiltPackage, run } from "./build-package.js";
import { DOORS, specifierOf } from "./doors.js";
import { readManifest } from "./manifest.js";

const MOST_EXTRA_MS = 100;

/** What each door costs those who import it. */
export function testDoors(built: () => BuiltPackage): void {
  test("the table of doors names those of package.json", async () => {
    const doors = Object.keys((await readManifest(built())).exports).filter((door) => door !== "./package.json");
    expect(DOORS.map(({ name }) => specifierOf(name).replace("vasculum", ".")).sort()).toEqual(doors.sort());
  });

  test("every peer but zod is optional", async () => {
    const { peerDependencies, peerDependenciesMeta } = await readManifest(built());
    const required = Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true);
    expect(required).toEqual(["zod"]);
  });

  test.each(DOORS)("importing $name loads $loads", async ({ name, loads }) => {
    const importing = `await import("${specifierOf(name)}")`;
    expect(await loadedPackages(built(), ["--input-type=module", "--eval", importing])).toEqual(loads);
  });

  test("the CJS build loads no more, and no package that is an ES module alone", async () => {
    const loads = DOORS[0]?.loads.filter((name) => name !== "p-limit");
    expect(await loadedPackages(built(), ["--eval", `require("./dist/index.cjs")`])).toEqual(loads);
  });

  describe("bundled, without the packages it imports,", () => {
    let doors: Bundles;

    beforeAll(async () => {
      doors = await bundleDoors(built());
    });

    test.each(DOORS)("our own code behind $name weighs at most $kibibytes KiB", ({ name, kibibytes }) => {
      const weight = doors.weights.get(name) ?? Number.NaN;
      console.log(`${specifierOf(name)}: ${weight.toFixed(1)} KiB of ${kibibytes}`);
      expect(weight).toBeLessThanOrEqual(kibibytes);
    });

    test("each import of a door is Node's, a dependency or a peer", async () => {
      const { dependencies, peerDependencies } = await readManifest(built());
      const declared = Object.keys({ ...dependencies, ...peerDependencies });
      expect(doors.imports).toContain("zod");
      expect(doors.imports.filter((name) => !declared.includes(name))).toEqual([]);
    });
  });

  test(`importing vasculum takes at most ${MOST_EXTRA_MS} ms more than importing zod`, async () => {
    const rounds: { readonly zod: number; readonly vasculum: number }[] = [];
    for (let round = 0; round < 9; round += 1) {
      rounds.push({ zod: await importMs(built(), "zod"), vasculum: await importMs(built(), "vasculum") });
    }
    const [zod, vasculum] = [sorted(rounds.map((round) => round.zod)), sorted(rounds.map((round) => round.vasculum))];
    const middle = rounds.length >> 1;
    console.log(
      `processor time of an import, median of ${rounds.length}: zod ${zod[middle]} ms, vasculum ${vasculum[middle]} ms`,
    );
    // The fastest of each: what a busy machine adds is not ours.
    expect((vasculum[0] ?? Number.NaN) - (zod[0] ?? Number.NaN)).toBeLessThanOrEqual(MOST_EXTRA_MS);
  });
}

/** The packages of ours and of our tests that a program loads; V8's coverage lists every script, ESM and CJS alike. */
async function loadedPackages({ root, node }: BuiltPackage, args: readonly string[]): Promise<readonly string[]> {
  const coverage = await mkdtemp(join(root, "coverage-"));
  try {
    await run(node, args, root, { NODE_V8_COVERAGE: coverage });
    const urls = (await Promise.all((await readdir(coverage)).map((name) => readUrls(join(coverage, name))))).flat();
    expect(urls.some((url) => url.includes("/dist/"))).toBe(true);
    const loaded = new Set(urls.map((url) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]));
    const { dependencies, peerDependencies, devDependencies } = await readManifest({ root });
    const ours = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies });
    return ours.filter((name) => loaded.has(name)).sort();
  } finally {
    await rm(coverage, { recursive: true });
  }
}

async function readUrls(path: string): Promise<readonly string[]> {
  const { result } = JSON.parse(await readFile(path, "utf8")) as {
    readonly result: readonly { readonly url: string }[];
  };
  return result.map(({ url }) => url);
}

interface Bundles {
  /** Of each door, minified and gzipped, in KiB. */
  readonly weights: ReadonlyMap<string, number>;
  /** The packages that any of them imports. */
  readonly imports: readonly string[];
}

async function bundleDoors({ root }: BuiltPackage): Promise<Bundles> {
  const entry = Object.fromEntries(DOORS.map(({ name }) => [name, join(root, `dist/${name}.js`)]));
  const outDir = join(root, "bundled");
  await build({
    entry,
    outDir,
    config: false,
    format: "esm",
    splitting: false,
    minify: true,
    skipNodeModulesBundle: true,
    metafile: true,
    silent: true,
    removeNodeProtocol: false,
  });
  const weigh = async (name: string) =>
    [name, gzipSync(await readFile(join(outDir, `${name}.js`))).length / 1024] as const;
  const { outputs } = JSON.parse(await readFile(join(outDir, "metafile-esm.json"), "utf8")) as Metafile;
  const paths = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const names = paths
    .filter((path) => !path.startsWith("node:"))
    .map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
  return {
    weights: new Map(await Promise.all(DOORS.map(({ name }) => weigh(name)))),
    imports: [...new Set(names)].sort(),
  };
}

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
}

/** Processor time, which a busy machine changes less than it does the time on the wall. */
async function importMs({ root, node }: BuiltPackage, specifier: string): Promise<number> {
  const measuring = `const start = process.cpuUsage(); await import("${specifier}"); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000);`;
  return Number(await run(node, ["--input-type=module", "--eval", measuring], root));
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].map(Math.round).sort((one, other) => one - other);
}
