import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { ExportStatus } from "../../src/contracts/export-record.js";
import { ARROWS, PACKAGES } from "../rooms.js";
import { readPage, ROOT } from "./pages.js";

const STATUSES = { pending: true, running: true, succeeded: true, failed: true, cancelled: true } satisfies Record<
  ExportStatus,
  true
>;
/** Steps of the diagram that are not files of core/lifecycle/. */
const OUTSIDE = ["claim", "sweep-discarded"];

const page = readPage("docs/ARCHITECTURE.md");
const diagram = /^```mermaid\n([\s\S]*?)^```/m.exec(page)?.[1] ?? "";
const transitions = [...diagram.matchAll(/^ {2}(\S+) --> (\S+): (\S+)$/gm)].map(([, from, to, by = ""]) => ({
  from,
  to,
  by,
}));
const patches = readdirSync(join(ROOT, "src/core/lifecycle"))
  .filter((file) => /-(?:patch|record)\.ts$/.test(file))
  .map((file) => basename(file, ".ts"));

/** The texts between backticks. */
function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** A section of the page, from its heading to the next of the same level. */
function section(heading: string): string {
  return page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
}

/** Whether a module of src imports one of this name. */
function imports(file: string, name: string): boolean {
  return readFileSync(join(ROOT, "src", file), "utf8").includes(`/${name}.js"`);
}

/** The table of rooms, as the lists of the rooms would write it. */
function readRooms() {
  const rows = section("Rooms")
    .split("\n")
    .slice(1)
    .filter((line) => line.startsWith("| `"));
  return rows.map((line) => {
    const [, room = "", holds = "", imports = "", packages = ""] = line.split("|");
    return { room: codeIn(room)[0] ?? "", holds: holds.trim(), imports: codeIn(imports), packages: codeIn(packages) };
  });
}

const isPackage = (code: string): boolean =>
  code.startsWith("vasculum/") || Object.values(PACKAGES).flat().includes(code);
const isPath = (code: string): boolean =>
  /^\.?\w[\w./-]*$/.test(code) && /\/|\.(?:ts|md|json)$/.test(code) && !isPackage(code);
const paths = [...new Set(codeIn(page).filter(isPath))];

/** The numbered lists of the flow, each as the first file that each of its steps names. */
const flows = ["The flow of a request", "The flow of a run"]
  .flatMap((heading) =>
    section(heading)
      .split(/\n(?=1\. )/)
      .slice(1),
  )
  .map((list) => [...list.matchAll(/^\d+\. `([^`]+\.ts)`/gm)].map(([, file = ""]) => file));

test("the table of rooms says what the rooms may import, in their order", () => {
  const expected = Object.entries(ARROWS).map(([room, imports]) => ({ room, imports }));
  expect(readRooms().map(({ room, imports }) => ({ room, imports }))).toEqual(expected);
});

test("the table of rooms says which packages each room loads", () => {
  const expected = Object.keys(ARROWS).map((room) => ({ room, packages: PACKAGES[room] ?? [] }));
  expect(readRooms().map(({ room, packages }) => ({ room, packages }))).toEqual(expected);
});

test("each room has a text about its contents", () => {
  expect(readRooms().filter(({ holds }) => holds === "")).toEqual([]);
});

test("every path on the page is there", () => {
  expect(paths.length).toBeGreaterThan(50);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, "src", path)))).toEqual([]);
});

test("each file of a flow is imported by one above it", () => {
  expect(flows.map((files) => files.length)).toEqual([6, 9, 15, 4]);
  const strays = flows.flatMap((files) =>
    files.filter(
      (file, index) => index > 0 && !files.slice(0, index).some((above) => imports(above, basename(file, ".ts"))),
    ),
  );
  expect(strays).toEqual([]);
});

test("the diagram has every status, and the mark of a deleted export", () => {
  const states = transitions.flatMap(({ from, to }) => [from, to]).filter((state) => state !== "[*]");
  expect([...new Set(states)].sort()).toEqual([...Object.keys(STATUSES), "deleted"].sort());
});

test("the diagram and the table below it name every patch of a lifecycle", () => {
  expect([...new Set(transitions.map(({ by }) => by))].sort()).toEqual([...patches, ...OUTSIDE].sort());
  const described = [...section("The states of an export").matchAll(/^\| `core\/lifecycle\/([\w-]+)\.ts` \|/gm)];
  expect(described.map(([, name]) => name).sort()).toEqual([...patches].sort());
});

test("each patch of the table is imported by the files in its row", () => {
  const rows = section("The states of an export")
    .split("\n")
    .filter((line) => line.startsWith("| `core/"));
  const calls = rows.flatMap((line) => {
    const [, patch = "", callers = ""] = line.split("|");
    return codeIn(callers).map((caller) => ({ patch: basename(codeIn(patch)[0] ?? "", ".ts"), caller }));
  });
  expect(calls.length).toBeGreaterThanOrEqual(patches.length);
  expect(calls.filter(({ patch, caller }) => !imports(caller, patch))).toEqual([]);
});
