import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");

/** Which rooms a room may import, besides itself. The order of the list is the direction of every arrow. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  core: ["contracts"],
  formats: ["contracts", "core"],
  dwca: ["contracts", "core"],
  occurrences: ["contracts", "core", "formats", "dwca"],
  "sources/memory": ["contracts", "core", "occurrences"],
  databases: ["contracts"],
  "sources/kysely": ["contracts", "core", "databases"],
  "sources/antenna": ["contracts", "core", "occurrences", "sources/kysely"],
  "storage/memory": ["contracts", "core", "storage"],
  "storage/file-system": ["contracts", "core", "storage"],
  "storage/s3": ["contracts", "core", "storage"],
  storage: ["contracts", "core"],
  "stores/memory": ["contracts"],
  "stores/kysely": ["contracts", "databases"],
  runners: ["contracts", "core"],
  "runners/inline": ["contracts"],
  "runners/bullmq": ["contracts", "runners"],
  "runners/pg-boss": ["contracts", "runners"],
  authorizers: ["contracts"],
  http: ["contracts", "core"],
  testing: ["contracts", "core", "occurrences", "sources/memory", "storage/memory", "stores/memory"],
};

/** What a room may import from npm, and at run time; types may come from anywhere that is a peer. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  core: ["zod"],
  formats: ["csv-stringify"],
  dwca: ["archiver", "xmlbuilder2"],
  occurrences: ["zod"],
  databases: [],
  "sources/memory": [],
  "sources/kysely": ["kysely", "p-limit"],
  "sources/antenna": ["kysely"],
  storage: [],
  "storage/memory": [],
  "storage/file-system": [],
  "storage/s3": ["@aws-sdk/client-s3", "@aws-sdk/lib-storage", "@aws-sdk/s3-request-presigner"],
  "stores/memory": [],
  "stores/kysely": ["kysely"],
  runners: [],
  "runners/inline": ["p-limit"],
  "runners/bullmq": [],
  "runners/pg-boss": [],
  authorizers: [],
  http: ["zod"],
  testing: [],
};

/** Modules that may touch the file system. */
const FILE_SYSTEM = [/^storage\//, /^dwca\/reader\//, /^cli\.ts$/, /^core\/temp-files\//];

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
    const to = specifier.startsWith(".") ? normalize(join(dirname(from), specifier)).replace(/\.js$/, ".ts") : specifier;
    return { from, to, typeOnly: type !== undefined };
  });
}

/** The room of a module: the longest name of a room that its path begins with; a front door has none. */
function roomOf(file: string): string | undefined {
  const rooms = Object.keys(ARROWS).filter((room) => file.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

const isModule = (specifier: string): boolean => specifier.endsWith(".ts");
const packageOf = (specifier: string): string => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");

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

test("every imported module is there", () => {
  expect(imports.filter(({ to }) => isModule(to) && !files.includes(to))).toEqual([]);
});

test("a room loads the packages of its field, and no others", () => {
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    const room = roomOf(from);
    return !isModule(to) && !to.startsWith("node:") && !typeOnly && room !== undefined && !PACKAGES[room]?.includes(packageOf(to));
  });
  expect(wrong).toEqual([]);
});

test("archiver and xmlbuilder2 load with the first archive", () => {
  const eager = imports.filter(({ from, to, typeOnly }) => {
    const text = readFileSync(join(SRC, from), "utf8");
    return /^(archiver|xmlbuilder2)$/.test(to) && !typeOnly && !text.includes(`import("${to}")`);
  });
  expect(eager).toEqual([]);
});

test("only storage, the archive reader, the command line and the temp files touch the file system", () => {
  const wrong = imports.filter(({ from, to }) => /^node:fs/.test(to) && !FILE_SYSTEM.some((allowed) => allowed.test(from)));
  expect(wrong).toEqual([]);
});

test("front doors hold re-exports only", () => {
  for (const door of files.filter((file) => !file.includes("/"))) {
    const statements = readFileSync(join(SRC, door), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*/g, "").split(";");
    expect(statements.filter((statement) => !/^\s*(export (type )?\{[^}]*\} from "[^"]+"|export type \* from "[^"]+")?\s*$/.test(statement)), door).toEqual([]);
  }
});

test("the package's doors are the modules of src, and nothing else", () => {
  const { exports } = JSON.parse(readFileSync(resolve(SRC, "../package.json"), "utf8")) as { exports: Record<string, unknown> };
  const doors = Object.keys(exports).filter((door) => door !== "./package.json");
  const named = doors.map((door) => (door === "." ? "index.ts" : `${relative(".", door)}.ts`));
  expect(named.sort()).toEqual(files.filter((file) => !file.includes("/") && file !== "cli.ts").sort());
});
