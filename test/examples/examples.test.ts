import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXAMPLES, examples, modules } from "./examples.js";

// The examples run with the built package, in test/package.
test("there are examples", () => expect(examples.length).toBeGreaterThan(10));

test.each(modules)("the module %s is short enough to read", (module) => {
  expect(readFileSync(join(EXAMPLES, module), "utf8").split("\n").length).toBeLessThanOrEqual(80);
});
