import { expect, test } from "vitest";
import { NOCTUA } from "../occurrences/literal-source.js";
import { cocoOf, saidBy, seen } from "../occurrences/coco/coco-run.js";
import { readPage } from "./pages.js";

/** The members that the page names for a list, in their order. */
function membersOf(list: string): string[] {
  const row = readPage("docs/formats.md")
    .split("\n")
    .find((line) => line.startsWith(`| ${list} |`));
  const cell = row?.split(" | ").at(-1) ?? "";
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}

test("the page names every member of a COCO file, in its order", async () => {
  const { coco, results } = await cocoOf([seen(1, saidBy(NOCTUA))]);
  const written = (row: object | undefined) => Object.keys(row ?? {});
  expect(membersOf("`images`")).toEqual(written(coco.images[0]));
  expect(membersOf("`annotations`")).toEqual(written(coco.annotations[0]));
  expect(membersOf("`categories`")).toEqual(written(coco.categories[0]));
  expect(membersOf("results")).toEqual(written(results[0]));
  expect(membersOf("`licenses`, `info`").sort()).toEqual(written(coco.info).sort());
});
