import { inspect } from "node:util";
import { expect, test } from "vitest";
import { byteStream } from "../../src/http/byte-stream.js";
import { deferred, gate } from "../support/gate.js";

test("a reader who leaves while bytes are waited for ends the waiting, and is no error", async () => {
  const errors: unknown[] = [];
  const waiting = gate();
  const ended = deferred();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from("one");
      await waiting.pass();
      yield Buffer.from("two");
    } finally {
      ended.resolve();
    }
  }
  const reader = byteStream(bytes(), { stop: waiting.open, onError: (error) => void errors.push(error) }).getReader();
  expect((await reader.read()).value).toEqual(Buffer.from("one"));
  const next = reader.read();
  await waiting.reached;
  await reader.cancel();
  expect(await next).toMatchObject({ done: true });
  await ended.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toEqual([]);
});

test("an error in the middle breaks the stream off without a word of it, and is reported once", async () => {
  const errors: unknown[] = [];
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("one");
    throw new RangeError("secret-bucket");
  }
  const reader = byteStream(bytes(), {
    stop: () => undefined,
    onError: (error) => void errors.push(error),
  }).getReader();
  await reader.read();
  const end = await reader.read().catch((error: unknown) => inspect(error));
  expect(end).not.toContain("secret-bucket");
  expect(errors).toMatchObject([{ message: "secret-bucket" }]);
});
