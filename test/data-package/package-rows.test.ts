import { expect, test } from "vitest";
import { PackageRows, rowOf } from "../../src/data-package/package-rows.js";
import { createPackageTable } from "../../src/data-package/package-table.js";
import { mapTable } from "../../src/data-package/table-map.js";
import { createForgetfulSpool } from "../../src/packages/spool.js";

const EVENT = createPackageTable({
  name: "event",
  fields: [
    { name: "id", type: "string", constraints: { required: true } },
    { name: "parent", type: "string" },
  ],
  primaryKey: "id",
  foreignKeys: [{ field: "parent", table: "event" }],
  repeats: "grouped",
});
const SHOWN = createPackageTable({
  name: "shown",
  fields: [
    { name: "event", type: "string" },
    { name: "picture", type: "string" },
  ],
  identity: ["event", "picture"],
  repeats: "grouped",
});
const EVENTS = mapTable<readonly [string, string], unknown, "id" | "parent">(EVENT, {
  id: ([id]) => id,
  parent: ([, parent]) => parent,
});
const PICTURES = mapTable<readonly [string, string], unknown, "event" | "picture">(SHOWN, {
  event: ([event]) => event,
  picture: ([, picture]) => picture,
});
const event = (id: string, parent = "") => rowOf(EVENTS, [id, parent]);
const shown = (id: string, picture: string) => rowOf(PICTURES, [id, picture]);

/** Rows over a spool that keeps the keys of a table. */
const open = () =>
  new PackageRows([EVENT, SHOWN], undefined, { spool: createForgetfulSpool("shown.keys"), warn: () => undefined });

test("rows of all groups may point at a row of no group, and none at a row of another group", async () => {
  await using rows = open();
  rows.linesOf([event("site")], { key: "site", group: null });
  rows.linesOf([event("night 1", "site")], { key: 1, group: "1" });
  expect([...rows.linesOf([event("night 2", "site")], { key: 2, group: "2" })]).toEqual([
    ["event", "night 2,site\r\n"],
  ]);
  expect(() => rows.linesOf([event("hour", "night 1")], { key: 3, group: "3" })).toThrow(
    expect.objectContaining({ details: [expect.objectContaining({ code: "unknown_key" })] }),
  );
});

test("rows without a primary key come once by the fields that identify them", async () => {
  await using rows = open();
  const lines = (group: string, ...pictures: readonly string[]) =>
    rows.linesOf(
      pictures.map((picture) => shown("night", picture)),
      { key: 1, group },
    );
  expect([...lines("1", "a", "b", "a").values()]).toEqual(["night,a\r\nnight,b\r\n"]);
  expect([...lines("1", "b")]).toEqual([]);
  lines("2", "b");
  await expect(rows.finish()).rejects.toMatchObject({
    code: "SOURCE_ORDER_NOT_UNIQUE",
    details: [
      {
        path: ["shown", "event and picture"],
        message: expect.stringMatching(/^Two groups of rows.*event and picture/),
      },
    ],
  });
});

test("of a row that repeats a key no more than the key is encoded", async () => {
  const encoded: string[] = [];
  const map = mapTable<string, unknown, "id" | "parent">(EVENT, {
    id: (id) => id,
    parent: (id) => void encoded.push(id),
  });
  await using rows = open();
  const given = ["night 1", "night 1", "night 2"].map((id) => rowOf(map, id));
  rows.linesOf(given, { key: 1, group: "1" });
  rows.linesOf(given, { key: 2, group: "1" });
  expect(encoded).toEqual(["night 1", "night 2"]);
});

test("cells stand in the order of the fields, whichever of them is the key", async () => {
  const table = createPackageTable({
    name: "cell",
    fields: [..."abcde"].map((name) => ({ name, type: "string" }) as const),
    primaryKey: "d",
  });
  const map = mapTable<string, unknown, string>(table, { b: () => 'says "no"', d: (id) => id });
  await using rows = new PackageRows([table], undefined, { spool: createForgetfulSpool(""), warn: () => undefined });
  expect([...rows.linesOf([rowOf(map, "7")], { key: 1, group: null })]).toEqual([["cell", ',"says ""no""",,7,\r\n']]);
});

test("the work for an item grows with its rows, not with their square", async () => {
  await using rows = open();
  const many = Array.from({ length: 20_000 }, (_, index) => [
    event(`hour ${index}`, "night"),
    shown("night", `${index}`),
  ]);
  const began = process.cpuUsage();
  rows.linesOf([event("night"), ...many.flat()], { key: 1, group: "1" });
  expect(process.cpuUsage(began).user).toBeLessThan(1_500_000);
});
