import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zip } from "../../src/packages/zip.js";
import { absent, isInstalled } from "../support/absent.js";
import { collect } from "../support/collect.js";

test("unzip and Python read it", async ({ skip }) => {
  for (const tool of ["unzip", "python3"]) {
    const reason = absent(tool, isInstalled(tool));
    skip(reason !== null, `${reason}`);
  }
  const directory = mkdtempSync(join(tmpdir(), "vasculum-test-"));
  const file = join(directory, "a.zip");
  writeFileSync(file, Buffer.concat(await collect(zip([{ name: "a.txt", chunks: text() }]))));
  try {
    expect(execFileSync("unzip", ["-t", file], { encoding: "utf8" })).toContain("No errors detected");
    const script =
      "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.read('a.txt')), z.getinfo('a.txt').date_time)";
    expect(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }).trim()).toBe(
      "None 100000 (1980, 1, 1, 0, 0, 0)",
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});

async function* text() {
  yield Buffer.from("a".repeat(100_000));
}
