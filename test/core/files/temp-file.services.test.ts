import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ReadBuffers, readTempFile } from "../../../src/core/files/temp-file.js";

test("a file that comes in small pieces is given in whole chunks", async ({ skip }) => {
  const cannot = process.platform === "win32" ? "this platform has no named pipes" : "";
  skip(cannot !== "", cannot);
  const directory = await mkdtemp(join(tmpdir(), "vasculum-temp-file-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, "pipe");
  await promisify(execFile)("mkfifo", [path]);
  const written = (async () => {
    await using pipe = await open(path, "w");
    for (const letter of "abc") {
      await pipe.write(letter.repeat(1_000));
      await delay(20);
    }
  })();
  const lengths: number[] = [];
  for await (const chunk of readTempFile(path, { buffers: new ReadBuffers(2) })) lengths.push(chunk.length);
  await written;
  expect(lengths).toEqual([3_000]);
});
