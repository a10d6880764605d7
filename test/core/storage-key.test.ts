import { expect, test } from "vitest";
import { checkStorageKey, createStorageKey } from "../../src/core/storage-key.js";

test("a key names project, export, 22 random characters and the file", () => {
  expect(createStorageKey({ id: 7, projectId: 3 }, "moths_export-7.csv")).toMatch(
    /^exports\/3\/7\/[A-Za-z0-9_-]{22}\/moths_export-7\.csv$/,
  );
});

test("a thousand keys of one export are a thousand keys", () => {
  const keys = Array.from({ length: 1000 }, () => createStorageKey({ id: 7, projectId: 3 }, "a.csv"));
  expect(new Set(keys).size).toBe(1000);
});

test.each(["..", ".", "a/b", "é", "\0"])("a text id %j cannot leave its place", (id) => {
  const key = createStorageKey({ id, projectId: id }, "a.csv");
  expect(key.split("/")).toHaveLength(5);
  expect(checkStorageKey(key)).toBe(key);
});

test.each(["", "/a", "a/", "a//b", "a/../b", "./a", "a\\b", "a\nb", "a\0b", "é", "a".repeat(513)])("the key %j is refused", (key) => {
  expect(() => checkStorageKey(key)).toThrow(expect.objectContaining({ code: "STORAGE_KEY_INVALID" }));
});
