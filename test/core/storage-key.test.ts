import { expect, test } from "vitest";
import { checkStorageKey } from "../../src/contracts/storage-key.js";
import { createStorageKey } from "../../src/core/attempt/file-names.js";

test("a key names project, export, 22 random characters and the file", () => {
  expect(createStorageKey({ id: 7, projectId: 3 }, "moths_export-7.csv")).toMatch(
    /^exports\/3\/7\/[A-Za-z0-9_-]{22}\/moths_export-7\.csv$/,
  );
});

test("a thousand keys of one export are a thousand keys", () => {
  const keys = Array.from({ length: 1000 }, () => createStorageKey({ id: 7, projectId: 3 }, "a.csv"));
  expect(new Set(keys).size).toBe(1000);
});

test.each(["é".repeat(255), "m".repeat(255), "🦋".repeat(127)])(
  "an id too long for a key is a short hash there",
  (id) => {
    const key = createStorageKey({ id, projectId: id }, `${"m".repeat(251)}.csv`);
    const [, project, dataExport] = key.split("/");
    expect([project, dataExport]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), project]);
    const other = createStorageKey({ id, projectId: `${id}2` }, "a.csv");
    expect(other.split("/")[1]).not.toBe(project);
  },
);

test.each(["..", ".", "a/b", "é", "\0"])("a text id %j cannot leave its place", (id) => {
  const key = createStorageKey({ id, projectId: id }, "a.csv");
  expect(key.split("/")).toHaveLength(5);
  expect(checkStorageKey(key)).toBe(key);
});

test.each(["", "/a", "a/", "a//b", "a/../b", "./a", "a\\b", "a\nb", "a\0b", "é", "a".repeat(513)])(
  "the key %j is refused",
  (key) => {
    expect(() => checkStorageKey(key)).toThrow(expect.objectContaining({ code: "STORAGE_KEY_INVALID" }));
  },
);
