import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runToEnd } from "../../server/server-process.js";
import { startFauxqs } from "../../support/fauxqs.js";

test("the example does what it says", async () => {
  const example = resolve(import.meta.dirname, "../../../examples/s3/s3.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", example]);
  expect(stdout).toBe("Stored, read, linked and deleted.\n");
});

test("the server of the examples says at its start that a bucket is missing", { timeout: 90_000 }, async () => {
  await using server = await startFauxqs();
  const credentials = { AWS_ACCESS_KEY_ID: "example", AWS_SECRET_ACCESS_KEY: "example" };
  const env = {
    ...credentials,
    STORAGE_URL: `s3://nowhere?endpoint=http://127.0.0.1:${server.port}`,
    DEMO_OCCURRENCES: "200",
  };
  expect(await runToEnd({ env })).toEqual({
    code: 1,
    errors: "The storage of STORAGE_URL cannot be used. The bucket does not exist.\n",
  });
});
