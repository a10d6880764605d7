import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPage, ROOT } from "./pages.js";

const named = [...readPage(join("docs", "adapters.md")).matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(
  ([, file = ""]) => file,
);

test("adapters.md names tests", () => expect(named.length).toBeGreaterThan(15));

test.each(named)("the test %s, which shows a guarantee, is there", (file) => {
  expect(existsSync(join(ROOT, file)), file).toBe(true);
});
