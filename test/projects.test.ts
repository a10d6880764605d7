import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/** What starts something outside of this process, or takes seconds to start inside. */
const SERVICES = ["node:child_process", "node:worker_threads", "playwright-core", "@electric-sql/pglite"];
/** What the tests of `services` alone are given: the address of PostgreSQL. */
const POSTGRES = "test/support/postgres.ts";

const files = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
  .map((file) => join("test", file));
const inUnit = files.filter((file) => !file.endsWith(".services.test.ts") && !file.startsWith("test/package/"));
const inBoth = inUnit.filter((file) => file.endsWith(".databases.test.ts"));

/** What a module imports when it is loaded: names of packages, and paths from the root. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from "([^"]+)"|^import "([^"]+)"/gm);
  return [...found].map(([, from, bare]) => {
    const specifier = from ?? bare ?? "";
    if (!specifier.startsWith("."))
      return specifier.replace(/^vasculum(?:\/(.*))?$/, (_, door) => `src/${door ?? "index"}.ts`);
    return join(dirname(file), specifier).replace(/\.js$/, ".ts");
  });
}

/** The first way from a file to one of the targets, as a list of imports; empty when there is none. */
function wayTo(targets: readonly string[], file: string): readonly string[] {
  const ways = [[file]];
  const seen = new Set([file]);
  for (const way of ways) {
    for (const to of importsOf(way.at(-1) ?? "")) {
      if (targets.includes(to)) return [...way, to];
      if (seen.has(to) || !existsSync(join(ROOT, to))) continue;
      seen.add(to);
      ways.push([...way, to]);
    }
  }
  return [];
}

test("each project has tests", () => {
  expect(inUnit.length).toBeGreaterThan(50);
  expect(inBoth.length).toBeGreaterThan(3);
  expect(files.length - inUnit.length).toBeGreaterThan(20);
});

test("a way to what a server needs is found", () => {
  const postgres = files.find((file) => file.endsWith("pg-boss-runner.services.test.ts")) ?? "";
  expect(wayTo([POSTGRES], postgres)).toEqual([postgres, POSTGRES]);
  const child = files.find((file) => file.endsWith("bull-mq-runner.services.test.ts")) ?? "";
  expect(wayTo(SERVICES, child)).toEqual([child, "test/support/redis.ts", "node:child_process"]);
});

test("no test of unit reaches a server, a process, a browser or PGlite: it is named *.services.test.ts", () => {
  expect(inUnit.map((file) => wayTo([...SERVICES, POSTGRES], file)).filter((way) => way.length > 0)).toEqual([]);
});

describe.each(inBoth)("%s, which two projects run,", (file) => {
  test("has each test below a kind of database, or it would run twice", () => {
    expect(readFileSync(join(ROOT, file), "utf8")).not.toMatch(/^test\b/m);
  });
});
