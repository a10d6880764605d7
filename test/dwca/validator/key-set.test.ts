import { expect, test } from "vitest";
import type { KeyRecord } from "../../../src/dwca/validator/keys/key-file.js";
import { keyHash } from "../../../src/dwca/validator/keys/key-hash.js";
import { KeySet } from "../../../src/dwca/validator/keys/key-set.js";

function key(text: string): KeyRecord {
  const bytes = Buffer.from(text);
  return { bytes, from: 0, length: bytes.length, hash: keyHash(bytes, 0, bytes.length), line: 1, count: 1 };
}

test("every key is known after it is added, and none before, however often the set grows", () => {
  const set = new KeySet();
  const keys = Array.from({ length: 5_000 }, (_key, index) => key(`key ${index}`));
  const wrong = keys.filter((each) => set.has(each) || !set.add(each) || !set.has(each) || set.add(each));
  expect(wrong).toEqual([]);
  expect(keys.filter((each) => !set.has(each))).toEqual([]);
});
