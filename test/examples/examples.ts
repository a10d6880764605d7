import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the examples are. */
export const EXAMPLES: string = resolve(import.meta.dirname, "../../examples");

/** Every folder of modules. The demonstration and the server have tests of their own. */
const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["demo", "season", "server"].includes(entry.name))
  .map(({ name }) => ({ name, modules: readdirSync(join(EXAMPLES, name)).filter((file) => file.endsWith(".ts")) }))
  .filter(({ modules }) => modules.length > 0);

/** The module that bears its folder's name is the example; those beside it are its parts. */
export const examples: readonly string[] = folders.map(({ name }) => join(name, `${name}.ts`));

/** Every module of every example. */
export const modules: readonly string[] = folders.flatMap(({ name, modules }) =>
  modules.map((file) => join(name, file)),
);

/** What examples run with: the AWS SDK would tell users of Node 20 that it will want 22 one day. */
export const EXAMPLE_ENV: Readonly<Record<string, string>> = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};
