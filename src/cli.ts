#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCli } from "./cli/run-cli.js";

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on("error", () => undefined);
// `src/cli.ts` and `dist/cli.js` are one folder below the package's, and npm starts the program by a link.
const packageRoot = join(dirname(realpathSync(process.argv[1] ?? ".")), "..");
void runCli(process.argv.slice(2), process, packageRoot).then((status) => {
  process.exitCode = status;
});
