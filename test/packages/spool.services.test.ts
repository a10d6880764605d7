import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fromBuffer } from "yauzl";
import { expect, onTestFinished, test } from "vitest";
import { ReadBuffers, readTempFile } from "../../src/core/files/temp-file.js";
import { createTempFileSpool } from "../../src/packages/spool.js";
import { zip } from "../../src/packages/zip.js";

const MIB = 1024 * 1024;
const { signal } = new AbortController();

test("a zip has the bytes of its spool, whose chunks share memory, however slowly it is read", async () => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-spool-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const spool = createTempFileSpool({ tempFile: async (name) => emptyFile(join(directory, name)), signal });
  const bytes = randomBytes(24 * MIB);
  await spool.write("a", whole(bytes));
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip([{ name: "a", chunks: spool.read("a") }])) {
    chunks.push(chunk);
    if (chunks.length % 50 === 0) await after(5);
  }
  expect(await firstEntry(Buffer.concat(chunks))).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("a file is read in memory that is used in turn", async () => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-spool-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, "a");
  await writeFile(path, randomBytes(2 * MIB));
  const memories = async (buffers?: ReadBuffers) => {
    const found = new Set<ArrayBufferLike>();
    for await (const { buffer } of readTempFile(path, { buffers })) found.add(buffer);
    return found.size;
  };
  expect([await memories(), await memories(new ReadBuffers(3))]).toEqual([8, 3]);
});

test("readings of a spool that follow each other use the same memory, those side by side do not", async () => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-spool-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const spool = createTempFileSpool({ tempFile: async (name) => emptyFile(join(directory, name)), signal });
  await spool.write("a", whole(randomBytes(5 * MIB)));
  const memories = new Set<ArrayBufferLike>();
  const read = async (): Promise<void> => {
    for await (const { buffer } of spool.read("a")) memories.add(buffer);
  };
  await read();
  await read();
  expect(memories.size).toBe(16);
  await Promise.all([read(), read()]);
  expect(memories.size).toBe(32);
});

async function emptyFile(path: string): Promise<string> {
  await writeFile(path, "");
  return path;
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The SHA-256 of the first entry, which yauzl checks by its CRC too. */
function firstEntry(file: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(file, (error, opened) => {
      opened?.on("entry", (entry) =>
        opened.openReadStream(entry, (failure, stream) => {
          const hash = createHash("sha256");
          stream?.on("data", (chunk: Buffer) => hash.update(chunk)).on("end", () => resolve(hash.digest("hex")));
          stream?.on("error", reject);
          if (failure) reject(failure);
        }),
      );
      if (error) reject(error);
    });
  });
}
