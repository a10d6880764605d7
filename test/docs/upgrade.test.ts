import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NAMES_OF_0_1 } from "./names-of-0-1.js";
import { readPage, ROOT } from "./pages.js";

const page = readPage("docs/upgrade.md");
const DOOR = /vasculum(?:\/[\w-]+)?/.source;

/** Where the page says that a name of 0.1 is now; null for a name that is gone. */
const moves = [
  ...[...page.matchAll(new RegExp(`^From \`(${DOOR})\` to \`(${DOOR})\`: ([^]*?)\\.$`, "gm"))].flatMap(
    ([, from = "", to = "", names = ""]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => ({ name, from, now: { name, door: to } })),
  ),
  ...[
    ...page.matchAll(new RegExp(`^\\| \`(\\w+)\` of \`(${DOOR})\` \\| (?:\`(\\w+)\` of \`(${DOOR})\` \\||gone)`, "gm")),
  ].map(([, name = "", from = "", now, door = ""]) => ({
    name,
    from,
    now: now === undefined ? null : { name: now, door },
  })),
];

/** The names that a door exports. */
function namesOf(door: string): readonly string[] {
  const file = door === "vasculum" ? "index" : door.replace("vasculum/", "");
  const lists = readFileSync(join(ROOT, "src", `${file}.ts`), "utf8").matchAll(/export (?:type )?\{([^}]*)\}/g);
  const names = [...lists].flatMap(([, list = ""]) => list.split(","));
  return names.map((name) => name.replace(/^\s*type\s|.*\sas\s/, "").trim());
}

const before = Object.entries(NAMES_OF_0_1).flatMap(([file, names]) => {
  const door = file === "index" ? "vasculum" : `vasculum/${file}`;
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, door }));
});

test("there are names of 0.1 and moves to look at", () => {
  expect(before.length).toBeGreaterThan(200);
  expect(moves.length).toBeGreaterThan(60);
});

test("each name that has left its door since 0.1 is on the page", () => {
  const left = before.filter(({ name, door }) => !namesOf(door).includes(name));
  const told = new Set(moves.map(({ name, from }) => `${from} ${name}`));
  expect(left.filter(({ name, door }) => !told.has(`${door} ${name}`))).toEqual([]);
});

test("each name on the page has left its door, and is where the page says", () => {
  expect(moves.filter(({ name, from }) => namesOf(from).includes(name))).toEqual([]);
  expect(moves.filter(({ now }) => now !== null && !namesOf(now.door).includes(now.name))).toEqual([]);
});
