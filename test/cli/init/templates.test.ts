import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMON, QUESTION_NAMES, QUESTIONS } from "../../../src/cli/init/choices.js";
import { composeFiles } from "../../../src/cli/init/compose-files.js";
import { COMBINATIONS, pairsOf, PAIRWISE, titleOf } from "./combinations.js";

const ROOT = resolve(import.meta.dirname, "../../..");

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const assemblies = COMBINATIONS.map((choices) => {
  const files = composeFiles(choices, ROOT);
  const manifest = JSON.parse(files.get("package.json") ?? "") as Manifest;
  const code = [...files].filter(([path]) => path.endsWith(".ts")).map(([, text]) => text);
  return { title: titleOf(choices), files, manifest, code: code.join("\n") };
});

test("each folder of templates belongs to an answer", () => {
  const choices = [COMMON, ...QUESTION_NAMES.flatMap((question) => Object.values(QUESTIONS[question].choices))];
  const named = choices.flatMap(({ folders }) => folders);
  const files = readdirSync(join(ROOT, "examples/init"), { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.\w+$|gitignore$/.test(path),
  );
  expect(files.filter((path) => !named.some((folder) => path.startsWith(`${folder}/`)))).toEqual([]);
});

test("there are combinations, and pg-boss comes with PostgreSQL alone", () => {
  expect(COMBINATIONS).toHaveLength(56);
  expect(COMBINATIONS.filter(({ queue, database }) => queue === "pg-boss" && database !== "postgresql")).toEqual([]);
});

test("every pair of answers occurs in the combinations that run", () => {
  const run = new Set(PAIRWISE.flatMap(pairsOf));
  expect(COMBINATIONS.flatMap(pairsOf).filter((pair) => !run.has(pair))).toEqual([]);
  expect(PAIRWISE.length).toBeLessThanOrEqual(14);
});

describe.each(assemblies)("$title", ({ files, manifest, code }) => {
  test("has all that it needs, and each file once", () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(["tsconfig.json", ".gitignore", ".env.example", "README.md", "src/server.ts"]),
    );
    expect(files.has("src/worker.ts")).toBe("worker" in manifest.scripts);
  });

  test("names every package that it imports, with a version, and no other", () => {
    const imported = [...code.matchAll(/from "((?!node:|\.)(?:@[^/"]+\/)?[^/"]+)/g)].map(([, name = ""]) => name);
    const { dependencies, devDependencies } = manifest;
    // tsx and zod are loaded by Node and by vasculum; the other two by `vasculum/s3`.
    const silent = ["tsx", "zod", "@aws-sdk/lib-storage", "@aws-sdk/s3-request-presigner"];
    expect(Object.keys(dependencies).filter((name) => !silent.includes(name))).toEqual([...new Set(imported)].sort());
    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\^\d/);
  });

  test("lists every setting that it reads in .env.example", () => {
    const read = [...code.matchAll(/setting\("(\w+)"\)/g)].map(([, name = ""]) => name);
    const listed = [...(files.get(".env.example") ?? "").matchAll(/^(?:# )?(\w+)=/gm)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(4);
    expect(read.filter((name) => !listed.includes(name))).toEqual([]);
  });

  test("has every script that its README names", () => {
    const readme = files.get("README.md") ?? "";
    const named = [...readme.matchAll(/npm (?:run )?(\w+)/g)].map(([, name]) => name);
    expect(named.filter((name) => name !== "install" && !(`${name}` in manifest.scripts))).toEqual([]);
    expect(Object.keys(manifest.scripts).filter((name) => !named.includes(name))).toEqual([]);
  });
});
