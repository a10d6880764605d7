import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeTempFile } from "../../../src/core/files/temp-file.js";
import { NightlyExporter } from "../../support/nightly-exporter.js";
import { createTestHost } from "../../support/test-host.js";

const { signal } = new AbortController();

async function* chunks(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(100, "x");
}

async function emptyFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-temp-file-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, "file");
  await writeFile(path, "");
  return path;
}

test("a full disk is named", async ({ skip }) => {
  const cannot = process.platform === "linux" ? "" : "this platform has no /dev/full";
  skip(cannot !== "", cannot);
  await expect(writeTempFile("/dev/full", chunks(1), { signal })).rejects.toMatchObject({
    code: "TEMP_FILE_FAILED",
    retryable: true,
    message: "The disk of the temporary files is full.",
  });
});

test("a directory that does not exist is named, without its path", async () => {
  const host = await createTestHost({ tempDirectory: "/nowhere/at/all", retries: { attempts: 1 } });
  const { error } = await host.createAndRun();
  expect(error).toMatchObject({
    code: "TEMP_FILE_FAILED",
    message: "The directory of the temporary files, or one of its files, does not exist.",
  });
});

test("a file ends before the first byte that is too many", async () => {
  const path = await emptyFile();
  await writeTempFile(path, chunks(3), { signal, maxBytes: 300 });
  await expect(writeTempFile(path, chunks(4), { signal, maxBytes: 300 })).rejects.toMatchObject({ code: "BYTE_LIMIT" });
  expect((await readFile(path)).length).toBeLessThanOrEqual(300);
});

test("an export that would never end meets the limit of bytes while it is written", async () => {
  class Endless extends NightlyExporter {
    override export(): Promise<string> {
      return this.writeFile("endless", chunks(Number.POSITIVE_INFINITY));
    }
  }
  const host = await createTestHost({ exporter: Endless, limits: { bytes: 100_000, runMs: 20_000 } });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "BYTE_LIMIT" } });
});
