import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const EXAMPLES = resolve(import.meta.dirname, "../../examples");

/** Every module of every folder. The demonstration and the server have tests of their own. */
const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["demo", "season", "server"].includes(entry.name))
  .flatMap(({ name }) => readdirSync(join(EXAMPLES, name)).map((file) => join(name, file)));

test("there are examples", () => expect(examples.length).toBeGreaterThan(1));

test.each(examples)("the example %s runs, and what it asserts is true", async (example) => {
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(EXAMPLES, example)]);
  expect(stderr).toBe("");
}, 60_000);

test.each(examples)("the example %s is short enough to read", (example) => {
  expect(readFileSync(join(EXAMPLES, example), "utf8").split("\n").length).toBeLessThanOrEqual(65);
});
