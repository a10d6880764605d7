import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const EXAMPLES = resolve(import.meta.dirname, "../../examples");

/** Every folder of modules. The demonstration and the server have tests of their own. */
const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["demo", "season", "server"].includes(entry.name))
  .map(({ name }) => ({ name, modules: readdirSync(join(EXAMPLES, name)).filter((file) => file.endsWith(".ts")) }))
  .filter(({ modules }) => modules.length > 0);

/** The module that bears its folder's name is the example; those beside it are its parts. */
const examples = folders.map(({ name }) => join(name, `${name}.ts`));
const modules = folders.flatMap(({ name, modules }) => modules.map((file) => join(name, file)));

/** The AWS SDK would tell users of Node 20 that it will want 22 one day. */
const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

test("there are examples", () => expect(examples.length).toBeGreaterThan(1));

test.each(examples)("the example %s runs, and what it asserts is true", async (example) => {
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(EXAMPLES, example)], { env });
  expect(stderr).toBe("");
}, 60_000);

test.each(modules)("the module %s is short enough to read", (module) => {
  expect(readFileSync(join(EXAMPLES, module), "utf8").split("\n").length).toBeLessThanOrEqual(65);
});
