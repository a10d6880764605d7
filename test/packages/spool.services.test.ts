import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fromBuffer } from "yauzl";
import { expect, onTestFinished, test } from "vitest";
import { readTempFile } from "../../src/core/files/temp-file.js";
import { createTempFileSpool } from "../../src/packages/spool.js";
import { zip } from "../../src/packages/zip.js";

const MIB = 1024 * 1024;
const { signal } = new AbortController();

test("a zip has the bytes of its spool, whose chunks share memory, however slowly it is read", async () => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-spool-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const tempFile = async (name: string) => {
    const path = join(directory, name);
    await writeFile(path, "");
    return path;
  };
  const spool = createTempFileSpool({ tempFile, signal });
  const bytes = randomBytes(24 * MIB);
  await spool.write(
    "a",
    (async function* () {
      yield bytes;
    })(),
  );
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
  const memories = async (buffers?: number) => {
    const found = new Set<ArrayBufferLike>();
    for await (const { buffer } of readTempFile(path, { buffers })) found.add(buffer);
    return found.size;
  };
  expect([await memories(), await memories(3)]).toEqual([8, 3]);
});

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
