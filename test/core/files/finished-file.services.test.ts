import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openFinishedFile } from "../../../src/core/files/finished-file.js";

const { signal } = new AbortController();

test("the chunks of a file that is uploaded share memory for a storage that keeps none, and for no other", async () => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-finished-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, "file");
  const bytes = randomBytes(1_000_000);
  await writeFile(path, bytes);
  await using file = await openFinishedFile(path, signal);
  for (const [options, pieces] of [
    [{}, 4],
    [{ memory: "reused" }, 2],
  ] as const) {
    const memories = new Set<ArrayBufferLike>();
    const copies: Uint8Array[] = [];
    for await (const chunk of file.stream({ start: 0 }, options)) {
      memories.add(chunk.buffer);
      copies.push(Uint8Array.from(chunk));
    }
    expect([memories.size, Buffer.concat(copies).equals(bytes)]).toEqual([pieces, true]);
  }
});
