import { afterEach, beforeEach, expect, test } from "vitest";
import { zip, type ZipEntry } from "../../src/packages/zip.js";
import { collect } from "../support/collect.js";
import { readZip } from "../dwca/read-zip.js";

const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
beforeEach(() => void process.on("unhandledRejection", note).on("uncaughtException", note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note).off("uncaughtException", note);
  expect(uncaught.splice(0)).toEqual([]);
});

/** An entry that says when its iteration has ended. */
function entry(name: string, chunks: () => AsyncGenerator<Uint8Array>, log: string[]): ZipEntry {
  async function* watched() {
    log.push(`start ${name}`);
    try {
      yield* chunks();
    } finally {
      log.push(`end ${name}`);
    }
  }
  return { name, chunks: watched() };
}

async function* text(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

/** More than any buffer on the way, and nothing that deflates to little. */
async function* endless() {
  for (let seed = 1; ;)
    yield Buffer.from(Array.from({ length: 16_384 }, () => (seed = (seed * 48_271) % 2_147_483_647) & 255));
}

async function* failing(error: unknown) {
  yield Buffer.from("some");
  throw error;
}

test("entries are read one after the other and come out in their order", async () => {
  const log: string[] = [];
  const bytes = Buffer.concat(
    await collect(zip([entry("b.txt", () => text("eins", "zwei"), log), entry("a.txt", () => text(), log)])),
  );
  expect([...(await readZip(bytes))]).toEqual([
    ["b.txt", "einszwei"],
    ["a.txt", ""],
  ]);
  expect(log).toEqual(["start b.txt", "end b.txt", "start a.txt", "end a.txt"]);
});

test("the same content gives the same bytes, however it is cut", async () => {
  const words = Array.from(
    { length: 20_000 },
    (_value, index) => `urn:antenna:occurrence:1:${index}\tNoctua pronuba\n`,
  );
  const whole = await collect(zip([{ name: "a.txt", chunks: text(words.join("")) }]));
  const cut = await collect(zip([{ name: "a.txt", chunks: text(...words) }]));
  expect(Buffer.concat(whole).equals(Buffer.concat(cut))).toBe(true);
});

test("an entry's error is thrown, and no later entry is begun", async () => {
  const log: string[] = [];
  const error = new RangeError("boom");
  const entries = [
    entry("a.txt", () => text("a"), log),
    entry("b.txt", () => failing(error), log),
    entry("c.txt", () => text("c"), log),
  ];
  await expect(collect(zip(entries))).rejects.toBe(error);
  expect(log).toEqual(["start a.txt", "end a.txt", "start b.txt", "end b.txt"]);
});

test("a reader that stops early ends what was begun", async () => {
  const log: string[] = [];
  for await (const _chunk of zip([entry("a.txt", endless, log), entry("b.txt", () => text("b"), log)])) break;
  expect(log).toEqual(["start a.txt", "end a.txt"]);
});

test("a reader that is slow holds the entries back", async () => {
  let given = 0;
  async function* counted() {
    for await (const chunk of endless()) {
      given += chunk.length;
      yield chunk;
    }
  }
  const reader = zip([{ name: "a.txt", chunks: counted() }]);
  await reader.next();
  for (let turn = 0; turn < 2000; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBeLessThan(8 * 1024 * 1024);
  await reader.return();
});

// cspell:ignore eins zwei einszwei
