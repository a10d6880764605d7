import { expect, test } from "vitest";
import { ScratchFile } from "../../../src/dwca/reader/scratch-file.js";
import { joinKeys } from "../../../src/dwca/validator/keys/join-keys.js";
import { KeyFile, RepeatingKeys } from "../../../src/dwca/validator/keys/key-file.js";

/** The texts as keys, each in a line of its own. */
function keysOf(texts: readonly string[], scratch: ScratchFile): KeyFile {
  const file = new KeyFile(scratch);
  for (const [index, text] of texts.entries()) {
    const bytes = Buffer.from(text);
    file.add({ bytes, from: 0, to: bytes.length, line: index + 1 });
  }
  return file;
}

const MANY = Array.from({ length: 5_000 }, (_key, index) => `key ${index}`);

test.each([
  ["in memory", 16 * 1024 ** 2, false],
  ["on disk", 16 * 1024 ** 2, true],
  ["on disk, spread again and again", 50, true],
])("keys that come twice and links that lead nowhere are found exactly, %s", async (_where, mostBytes, sealed) => {
  using scratch = new ScratchFile();
  const keys = keysOf([...MANY, "key 7", "", "", "key 4999", "x".repeat(50_000), "x".repeat(50_000)], scratch);
  const links = keysOf([...MANY, "key 5000", "key", "", "x".repeat(50_000), "x".repeat(49_999)], scratch);
  if (sealed) for (const file of [keys, links]) file.seal();
  const [duplicates, orphans]: [number[], number[]] = [[], []];
  await joinKeys(
    {
      keys,
      onDuplicate: ({ line }) => duplicates.push(line),
      linked: [{ keys: links, onOrphan: ({ line }) => orphans.push(line) }],
    },
    scratch,
    mostBytes,
  );
  expect(duplicates.sort((a, b) => a - b)).toEqual([5_001, 5_003, 5_004, 5_006]);
  expect(orphans.sort((a, b) => a - b)).toEqual([5_001, 5_002, 5_005]);
});

test("a key that follows itself is one record with its number", async () => {
  using scratch = new ScratchFile();
  const file = new KeyFile(scratch);
  const repeating = new RepeatingKeys(file);
  for (const [index, text] of ["a", "a", "b", "a", "a", "a"].entries()) {
    const bytes = Buffer.from(text);
    repeating.add({ bytes, from: 0, to: bytes.length, line: index + 1 });
  }
  repeating.close();
  const orphans: [number, number][] = [];
  const onOrphan = ({ line, count }: { line: number; count: number }): void => void orphans.push([line, count]);
  await joinKeys({ keys: keysOf(["b"], scratch), onDuplicate: null, linked: [{ keys: file, onOrphan }] }, scratch);
  expect(orphans).toEqual([
    [1, 2],
    [4, 3],
  ]);
});
