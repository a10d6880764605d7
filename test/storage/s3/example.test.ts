import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the example does what it says", async () => {
  const example = resolve(import.meta.dirname, "../../../examples/s3/s3.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", example]);
  expect(stdout).toBe("Stored, read, linked and deleted.\n");
});
