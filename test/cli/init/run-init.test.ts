import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.js";

const PACKAGE_ROOT = resolve(import.meta.dirname, "../../..");
const CHOSEN = ["--framework", "koa", "--database", "mysql", "--storage", "s3", "--queue", "bullmq"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `vasculum init` in a folder of the test's own, with these lines as answers. */
async function init(args: readonly string[], answers: readonly string[] = []) {
  const written = { stdout: "", stderr: "" };
  const host = {
    stdin: Readable.from(answers.map((line) => `${line}\n`)),
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
  };
  const target = args.includes("--directory") ? [] : ["--directory", folder];
  const status = await runCli(["init", ...args, ...target], host, PACKAGE_ROOT);
  return { status, ...written };
}

const written = () => readdirSync(folder, { recursive: true, encoding: "utf8" });
const read = (path: string) => readFileSync(join(folder, path), "utf8");
/** What was written, as the summary names it: `express, postgresql, file-system, inline`. */
const summaryOf = (stdout: string) => /Wrote \d+ files: (.*)\.$/m.exec(stdout)?.[1];

describe("vasculum init", () => {
  test("--yes asks nothing, and takes the first of each list", async () => {
    const { status, stdout } = await init(["--yes"]);
    expect([status, summaryOf(stdout)]).toEqual([0, "express, postgresql, file-system, inline"]);
    expect(stdout).not.toContain("?");
    expect(written()).toEqual(expect.arrayContaining(["package.json", ".env.example", "src/server.ts"]));
    expect(read("src/app.ts")).toContain("createExpressMiddleware");
  });

  test("options name each choice, and then nothing is asked", async () => {
    const { status, stdout } = await init(CHOSEN);
    expect([status, summaryOf(stdout)]).toEqual([0, "koa, mysql, s3, bullmq"]);
    expect(read("src/worker.ts")).toContain("startWorker()");
  });

  test("it asks what no option names; answers are names or numbers, an empty line takes the first", async () => {
    const { status, stdout } = await init(["--database", "sqlite"], ["hono", "2", ""]);
    expect([status, summaryOf(stdout)]).toEqual([0, "hono, sqlite, s3, inline"]);
    expect(stdout.match(/\?/g)).toHaveLength(3);
    expect(stdout).not.toContain("pg-boss");
  });

  test("an answer that is not on the list is asked again", async () => {
    const { status, stdout } = await init(["--framework", "koa"], ["oracle", "9", "1", "", "pg-boss"]);
    expect([status, summaryOf(stdout)]).toEqual([0, "koa, postgresql, file-system, pg-boss"]);
    expect(stdout.match(/Type a name or a number from 1 to 3\./g)).toHaveLength(2);
  });

  test("pg-boss as an option answers the question of the database", async () => {
    const { status, stdout } = await init(["--queue", "pg-boss"], ["", ""]);
    expect([status, summaryOf(stdout)]).toEqual([0, "express, postgresql, file-system, pg-boss"]);
    expect(stdout).not.toContain("Which database");
  });

  test("an answer that is missing ends with 2, and nothing is written", async () => {
    const { status, stderr } = await init([], ["koa"]);
    expect([status, written()]).toEqual([2, []]);
    expect(stderr).toContain("--yes");
  });

  test("a file that exists ends with 1, and nothing is written", async () => {
    writeFileSync(join(folder, "package.json"), "mine");
    const { status, stderr } = await init(["--yes"]);
    expect([status, written(), read("package.json")]).toEqual([1, ["package.json"], "mine"]);
    expect(stderr).toContain(`exist in ${folder}: package.json.`);
  });

  test("a second call refuses what the first one wrote", async () => {
    await init(["--yes"]);
    expect((await init(["--yes", "--framework", "koa"])).status).toBe(1);
    expect(read("src/app.ts")).toContain("createExpressMiddleware");
  });

  test("a directory that cannot be written ends with 2", async () => {
    writeFileSync(join(folder, "file"), "");
    const { status, stderr } = await init(["--yes", "--directory", join(folder, "file/app")]);
    expect([status, stderr]).toEqual([2, `${join(folder, "file/app")} cannot be written (ENOTDIR).\n`]);
  });

  test("--help explains the call", async () => {
    const { status, stdout } = await init(["--help"]);
    expect(stdout).toContain("Usage: vasculum init [options]");
    expect(stdout).toContain("--framework             express|koa|fastify|hono\n");
    expect([status, written()]).toEqual([0, []]);
  });

  test.each([
    [["--framework", "nest"], "--framework is express, koa, fastify or hono."],
    [["--storage", "ftp"], "--storage is file-system or s3."],
    [["--queue", "pg-boss", "--database", "mysql"], "--queue pg-boss needs --database postgresql."],
    [["--directory", ""], "--directory must be the path of a directory."],
    [["--colour"], "--colour"],
    [["there"], "there"],
  ])("%j are wrong arguments, which end with 2", async (args, text) => {
    const { status, stderr } = await init(args);
    expect(stderr).toContain(text);
    expect([status, written()]).toEqual([2, []]);
  });
});
