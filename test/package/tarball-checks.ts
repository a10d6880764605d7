import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, test } from "vitest";
import { type BuiltPackage, run } from "./build-package.js";
import { DOORS } from "./doors.js";
import { readManifest } from "./manifest.js";

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = join(ROOT, "node_modules/.bin");

interface Attw {
  readonly analysis: { readonly entrypoints: object };
  readonly problems?: Readonly<Record<string, readonly { readonly resolutionKind?: string }[]>>;
}

/** What other people's tools say of the tarball. */
export function testTarball(built: () => BuiltPackage): void {
  test("publint finds nothing, not even a suggestion", async () => {
    const { buffer, byteOffset, byteLength } = await readFile(built().tarball);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const manifest = await readManifest(built());
    const { messages } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([]);
  });

  test("every door has the right types, from ESM, CJS and a bundler", async () => {
    const printed = await run(
      join(BIN, "attw"),
      [built().tarball, "--profile", "node16", "--no-definitely-typed", "--format", "json"],
      ROOT,
    );
    const { analysis, problems = {} } = JSON.parse(printed) as Attw;
    expect(
      Object.values(problems)
        .flat()
        .filter(({ resolutionKind }) => resolutionKind !== "node10"),
    ).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toHaveLength(DOORS.length + 1);
  });

  test("the tarball holds the build, the licence, the pages and the examples, and nothing else", async () => {
    const paths = await pathsIn(built());
    expect(
      paths.filter(
        (path) =>
          !/^(dist\/[\w.-]+\.(js|cjs|d\.ts|d\.cts)(\.map)?|docs\/(decisions\/[\w-]+\.md|[\w-]+\.md|pictures\/[\w-]+\.png)|examples\/.+)$/.test(
            path,
          ) && !/^(package\.json|LICENSE|README\.md)$/.test(path),
      ),
    ).toEqual([]);
    const doors = DOORS.flatMap(({ name }) =>
      ["js", "cjs", "d.ts", "d.cts"].map((extension) => `dist/${name}.${extension}`),
    );
    expect(doors.filter((path) => !paths.includes(path))).toEqual([]);
  });

  test("every link of the pages leads to a file of the tarball", async () => {
    const paths = await pathsIn(built());
    const pages = paths.filter((path) => path.endsWith(".md"));
    expect(pages.length).toBeGreaterThan(10);
    const links = await Promise.all(pages.map((page) => linksOf(built(), page)));
    expect(links.flat().length).toBeGreaterThan(40);
    expect(links.flat().filter(({ to }) => !paths.includes(to))).toEqual([]);
  });

  test("knip finds no file, export or package that nobody uses", async () => {
    expect(await run(join(BIN, "knip"), ["--no-progress"], ROOT)).toBe("");
  });

  test("npm would publish it", async () => {
    const printed = await run(
      "npm",
      ["publish", built().tarball, "--dry-run", "--json", "--ignore-scripts"],
      built().root,
    );
    expect(Object.keys(JSON.parse(printed) as object)).toEqual(["vasculum"]);
  });
}

/** The files of the tarball, as paths from the root of the package. */
async function pathsIn({ tarball }: BuiltPackage): Promise<readonly string[]> {
  const paths = (await run("tar", ["-tzf", tarball], ROOT)).trim().split("\n");
  return paths.map((path) => path.replace("package/", ""));
}

/** The links of a page to other files: `[text](path#part)`. */
async function linksOf(
  { tarball }: BuiltPackage,
  page: string,
): Promise<readonly { readonly page: string; readonly to: string }[]> {
  const text = await run("tar", ["-xzOf", tarball, `package/${page}`], ROOT);
  const targets = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
  const inside = targets.filter((target) => !/^https?:/.test(target));
  return inside.map((target) => ({ page, to: join(dirname(page), target) }));
}
