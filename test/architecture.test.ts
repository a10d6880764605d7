import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { ARROWS, PACKAGES } from "./rooms.js";

const SRC = resolve(import.meta.dirname, "../src");

/** Modules that may touch the file system. */
const FILE_SYSTEM = [
  ...[/^storage\//, /^core\/files\//, /^dwca\/reader\//, /^dwc-dp\/read-definitions/],
  ...[/^page\//, /^cli\.ts$/, /^cli\/init\//],
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const text = readFileSync(join(SRC, from), "utf8");
  const found = text.matchAll(/^(?:import|export)(\s+type)?\s[^;]*?from "([^"]+)"|import\("([^"]+)"\)/gm);
  return [...found].map(([, type, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? "";
    const to = specifier.startsWith(".")
      ? normalize(join(dirname(from), specifier)).replace(/\.js$/, ".ts")
      : specifier;
    return { from, to, typeOnly: type !== undefined };
  });
}

/** The room of a module: the longest name of a room that its path begins with; a front door has none. */
function roomOf(file: string): string | undefined {
  const rooms = Object.keys(ARROWS).filter((room) => file.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

/** The groups of modules, or folders, that reach one another (Tarjan's strongly connected components). */
function cyclesOf(edges: readonly Pick<Import, "from" | "to">[]): string[][] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of edges) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.size - 1);
    stack.push(node);
    for (const target of targets.get(node) ?? []) {
      if (!order.has(target)) visit(target);
      else if (!stack.includes(target)) continue;
      lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(target) ?? 0));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || targets.get(node)?.has(node)) cycles.push(group);
  };
  for (const node of targets.keys()) if (!order.has(node)) visit(node);
  return cycles;
}

const isModule = (specifier: string): boolean => specifier.endsWith(".ts");
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

test("there are imports to look at", () => expect(imports.length).toBeGreaterThan(100));

test("every module lives in a room, or is a front door", () => {
  expect(files.filter((file) => file.includes("/") && roomOf(file) === undefined)).toEqual([]);
});

test("every import points inward", () => {
  const wrong = imports.filter(({ from, to }) => {
    const [room, target] = [roomOf(from), roomOf(to)];
    return isModule(to) && room !== undefined && target !== room && !ARROWS[room]?.includes(target ?? "");
  });
  expect(wrong).toEqual([]);
});

test("every arrow that is allowed exists", () => {
  const arrows = new Set(imports.map(({ from, to }) => `${roomOf(from)} -> ${roomOf(to)}`));
  const allowed = Object.entries(ARROWS).flatMap(([room, targets]) => targets.map((target) => `${room} -> ${target}`));
  expect(allowed.filter((arrow) => !arrows.has(arrow))).toEqual([]);
});

/** The files of core that a reader meets on the way from one of them. */
function reachedInCore(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const file of reached)
    for (const { from, to } of imports) if (from === file && to.startsWith("core/")) reached.add(to);
  return reached;
}

test("a reader follows a create in 12 files of core, and a run in 24", () => {
  expect(reachedInCore("core/requests/create-export.ts").size).toBeLessThanOrEqual(12);
  expect(reachedInCore("core/attempt/data-export-job.ts").size).toBeLessThanOrEqual(24);
  expect(files.filter((file) => file.startsWith("core/")).length).toBeLessThanOrEqual(52);
});

test("no file imports itself through others", () => {
  expect(cyclesOf(imports)).toEqual([]);
});

test("no folder imports itself through others", () => {
  const folders = imports.map(({ from, to }) => ({ from: dirname(from), to: dirname(to), toModule: isModule(to) }));
  expect(cyclesOf(folders.filter(({ from, to, toModule }) => toModule && from !== to && from !== "."))).toEqual([]);
});

test("every imported module is there", () => {
  expect(imports.filter(({ to }) => isModule(to) && !files.includes(to))).toEqual([]);
});

test("a room loads the packages of its field, and no others", () => {
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    const room = roomOf(from);
    return (
      !isModule(to) &&
      !to.startsWith("node:") &&
      !typeOnly &&
      room !== undefined &&
      !PACKAGES[room]?.includes(packageOf(to))
    );
  });
  expect(wrong).toEqual([]);
});

test("archiver, xmlbuilder2 and yauzl load with the first archive", () => {
  const eager = imports.filter(({ from, to, typeOnly }) => {
    const text = readFileSync(join(SRC, from), "utf8");
    return /^(archiver|xmlbuilder2|yauzl)$/.test(to) && !typeOnly && !text.includes(`import("${to}")`);
  });
  expect(eager).toEqual([]);
});

test("only storage, the temp files and what reads a folder of the host touch the file system", () => {
  const wrong = imports.filter(
    ({ from, to }) => /^node:fs/.test(to) && !FILE_SYSTEM.some((allowed) => allowed.test(from)),
  );
  expect(wrong).toEqual([]);
});

test("front doors hold re-exports only", () => {
  for (const door of files.filter((file) => !file.includes("/") && file !== "cli.ts")) {
    const statements = readFileSync(join(SRC, door), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*/g, "")
      .split(";");
    expect(
      statements.filter(
        (statement) => !/^\s*(export (type )?\{[^}]*\} from "[^"]+"|export type \* from "[^"]+")?\s*$/.test(statement),
      ),
      door,
    ).toEqual([]);
  }
});

test("each name has one front door", () => {
  const names = files
    .filter((file) => !file.includes("/"))
    .flatMap((door) =>
      [...readFileSync(join(SRC, door), "utf8").matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
        list
          .split(",")
          .map((name) => name.replace(/^\s*type\s|.*\sas\s/, "").trim())
          .filter((name) => name !== "")
          .map((name) => ({ name, door })),
      ),
    );
  expect(names.length).toBeGreaterThan(200);
  expect(names.filter(({ name }, index) => names.some((other, at) => at !== index && other.name === name))).toEqual([]);
});

test("the package's doors are the modules of src, and nothing else", () => {
  const { exports } = JSON.parse(readFileSync(resolve(SRC, "../package.json"), "utf8")) as {
    exports: Record<string, unknown>;
  };
  const doors = Object.keys(exports).filter((door) => door !== "./package.json");
  const named = doors.map((door) => (door === "." ? "index.ts" : `${relative(".", door)}.ts`));
  expect(named.sort()).toEqual(files.filter((file) => !file.includes("/") && file !== "cli.ts").sort());
});
