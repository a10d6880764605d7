import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../src/cli/run-cli.js";
import { rawZip } from "../dwca/archives/raw-zip.js";
import { archiveOf, changed, entriesOf, SOUND_FILES, withCell } from "../dwca/archives/sound-archive.js";

const folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
const path = (name: string) => join(folder, name);

beforeAll(() => {
  writeFileSync(path("sound.zip"), archiveOf(SOUND_FILES));
  writeFileSync(path("orphan.zip"), archiveOf(changed("occurrence.txt", "e2\t", "e3\t")));
  writeFileSync(path("warned.zip"), archiveOf(withCell("event.txt", "countryCode", "UK")));
  writeFileSync(path("escape.zip"), rawZip([...entriesOf(SOUND_FILES), { name: "\u001b[31mred\u202e", data: "" }]));
  writeFileSync(path("nothing.zip"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], isTTY = false) {
  const written = { stdout: "", stderr: "" };
  const host = {
    stdin: Readable.from([]),
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text), isTTY },
  };
  const status = await runCli(args, host, "");
  return { status, ...written };
}

describe("validate", () => {
  test("a valid archive ends with 0", async () => {
    const { status, stdout, stderr } = await run(["validate", path("sound.zip")]);
    expect(stdout).toMatch(/sound\.zip: valid \(0 errors, 0 warnings, 5 rows\)\n\nNot checked: \d+ codes/);
    expect([status, stderr]).toEqual([0, ""]);
  });

  test("warnings leave it valid, and values are shown on request only", async () => {
    const plain = await run(["validate", path("warned.zip")]);
    expect(plain.status).toBe(0);
    expect(plain.stdout).toContain("warning COUNTRY_INVALID  event.txt:2, column 9, dwc:countryCode\n");
    expect(plain.stdout).not.toContain("UK");
    expect((await run(["validate", "--show-values", path("warned.zip")])).stdout).toContain('"UK"');
    expect((await run(["validate", "--level", "structure", path("warned.zip")])).stdout).toContain("0 warnings");
  });

  test("an invalid archive ends with 1, and says where and what to do", async () => {
    const { status, stdout } = await run(["validate", path("orphan.zip")]);
    expect(status).toBe(1);
    expect(stdout).toContain("error RECORD_REFERENTIAL_INTEGRITY_VIOLATION  occurrence.txt:3, column 0\n");
    expect(stdout).toContain("  Add the row of the core, or correct the id.");
  });

  test("several files take a line each, and end as the worst of them", async () => {
    const { status, stdout } = await run(["validate", ...["sound.zip", "nothing.zip", "orphan.zip"].map(path)]);
    expect(stdout.trimEnd().split("\n").length).toBe(3);
    expect(stdout).toContain("nothing.zip: invalid (1 error, 0 warnings, 0 rows): DWCA_UNREADABLE\n");
    expect(status).toBe(1);
  });

  test("--json prints an object per file", async () => {
    const { stdout } = await run(["validate", "--json", path("sound.zip"), path("orphan.zip")]);
    const [sound, orphan] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(sound).toMatchObject({ file: path("sound.zip"), valid: true, issues: [], rows: 5 });
    expect(orphan).toMatchObject({
      valid: false,
      issues: [
        {
          code: "RECORD_REFERENTIAL_INTEGRITY_VIOLATION",
          level: "error",
          file: "occurrence.txt",
          line: 3,
          column: 0,
          term: null,
          count: 1,
        },
      ],
    });
    expect(orphan).toHaveProperty("notChecked");
  });

  test("--max-issues and --max-inflated bound what is listed and read", async () => {
    const { stdout } = await run(["validate", "--max-issues", "0", path("orphan.zip")]);
    expect(stdout).toContain("1 more issues are not listed");
    expect((await run(["validate", "--max-inflated", "1000", path("sound.zip")])).stdout).toContain(
      "ZIP_LIMIT_INFLATED",
    );
  });

  test("names and values cannot steer the terminal", async () => {
    const { stdout } = await run(["validate", path("escape.zip")]);
    expect(stdout).toContain("ZIP_ENTRY_NAME  \ufffd[31mred\ufffd");
  });

  test("a terminal gets a progress bar, which is gone at the end", async () => {
    const { stderr } = await run(["validate", path("sound.zip")], true);
    expect(stderr).toMatch(/\[#+ *\] \d+%/);
    expect(stderr.endsWith("\r")).toBe(true);
  });
});

describe("what cannot be done ends with 2, and never with a stack trace", () => {
  test.each([
    [[], "A command is missing."],
    [["check"], 'There is no command "check".'],
    [["validate"], "A file is missing."],
    [["validate", "--level", "best", "x.zip"], "--level must be structure or gbif."],
    [["validate", "--max-issues", "-1", "x.zip"], "--max-issues"],
    [["validate", "--max-issues=many", "x.zip"], "--max-issues must be a whole number."],
    [["validate", "--max-inflated", "2GB", "x.zip"], "--max-inflated must be a whole number of bytes."],
    [["validate", "--colour", "x.zip"], "--colour"],
    [["validate", "/no/such/file.zip"], "/no/such/file.zip: cannot be read (ENOENT)"],
    [["validate", tmpdir()], "cannot be read (EISDIR)"],
  ])("%j", async (args, text) => {
    const { status, stdout, stderr } = await run(args);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([status, stdout]).toEqual([2, ""]);
  });

  test("a file that cannot be opened does not keep others from being validated", async () => {
    const { status, stdout } = await run(["validate", "/no/such/file.zip", path("sound.zip")]);
    expect(stdout).toContain("sound.zip: valid");
    expect(status).toBe(2);
  });
});

test("--help explains the call", async () => {
  const { status, stdout } = await run(["--help"]);
  expect(stdout).toContain("Usage: vasculum validate FILE");
  expect(status).toBe(0);
});

// cspell:ignore mred
