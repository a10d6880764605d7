import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSteps } from "../../examples/validate-archive/write-steps.js";
import { runCli } from "../../src/cli/run-cli.js";
import { readPage } from "./pages.js";

/** The page's commands, each with the lines that it is said to print. */
const commands = [
  ...readPage("docs/validate-an-archive.md").matchAll(/^```sh\n(npx vasculum .*)\n([\s\S]*?)^```$/gm),
].map(([, command = "", said = ""]) => ({
  command,
  lines: said
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(2)),
}));

const folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
beforeAll(() => writeSteps(folder));
afterAll(() => rmSync(folder, { recursive: true }));

test("there are commands to run", () => expect(commands.length).toBeGreaterThan(6));

test.each(commands)("$command prints what the page says", async ({ command, lines }) => {
  let printed = "";
  const write = (text: string) => (printed += text.replaceAll(`${folder}/`, ""));
  const args = command
    .split(" ")
    .slice(2)
    .map((arg) => (arg.endsWith(".zip") ? join(folder, arg) : arg));
  const status = await runCli(args, { stdin: Readable.from([]), stdout: { write }, stderr: { write } }, "");
  expect(printed.split("\n")).toEqual(expect.arrayContaining(lines));
  const [verdict] = lines;
  if (verdict?.includes(": valid") === true) expect(status).toBe(0);
  else expect(status).toBe(1);
});
