import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gzip } from "../../src/packages/gzip.js";

async function* chunksOf(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}

test("compressed bytes are read back, and the header names no time and no operating system", async () => {
  const texts = Array.from({ length: 500 }, (_, index) => `${index},`.repeat(200));
  const file = await buffer(gzip(chunksOf(...texts)));
  expect(gunzipSync(file).toString()).toBe(texts.join(""));
  expect([...file.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
});

test("an error of the chunks is thrown", async () => {
  async function* broken() {
    yield Buffer.from("a");
    throw new RangeError("lost");
  }
  await expect(buffer(gzip(broken()))).rejects.toThrow(RangeError);
});

test("a reader that stops ends the iteration of the chunks", async () => {
  let ended = false;
  async function* endless() {
    try {
      for (let index = 0; ; index += 1) yield Buffer.from(String(Math.sin(index)).repeat(100));
    } finally {
      ended = true;
    }
  }
  for await (const _ of gzip(endless())) break;
  expect(ended).toBe(true);
});
