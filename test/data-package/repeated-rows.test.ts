import { expect, test } from "vitest";
import { repeatedKeys, withoutRepeats } from "../../src/data-package/repeated-rows.js";

/** The number of readings that have not ended. */
let open = 0;

/** The text in chunks that end anywhere. */
async function* chunksOf(text: string, size: number) {
  const bytes = Buffer.from(text);
  open += 1;
  try {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  } finally {
    open -= 1;
  }
}

const linesOf = (keys: readonly string[]) => keys.map((key) => `${key}\n`).join("");

test("all keys that come twice are found, in several readings too", async () => {
  const many = Array.from({ length: 250_000 }, (_, index) => `capture:${index}`);
  const keys = [...many, "capture:7", "capture:249999", "capture:7"];
  let readings = 0;
  const read = () => {
    readings += 1;
    return chunksOf(linesOf(keys), 100_000);
  };
  const repeated = await repeatedKeys({ count: keys.length, read });
  expect([...(repeated ?? [])].sort()).toEqual(["capture:249999", "capture:7"]);
  expect(readings).toBe(3);
  const all = () => chunksOf(linesOf([...many, ...many]), 100_000);
  expect(await repeatedKeys({ count: 2 * many.length, read: all })).toBeNull();
});

test.each([1, 2, 3, 7, 1_000])("of rows with one key the first stays, in chunks of %d bytes", async (size) => {
  const row = (key: string, text: string) => `${key},"${text}"\r\n`;
  const rows = [
    ...[row("a", 'the ""first""\r\nnight, é 🦋'), row("b", "x"), row("a", 'the ""second""\r\nnight'), row("c", "\r\n")],
    ...[row("c", ""), row("a", "third")],
  ];
  const left: string[] = [];
  const file = {
    rows: chunksOf(`id,text\r\n${rows.join("")}`, size),
    keys: chunksOf(linesOf(["a", "b", "a", "c", "c", "a"]), size),
  };
  const kept: Uint8Array[] = [];
  for await (const chunk of withoutRepeats(file, new Set("ac"), (key) => left.push(key))) kept.push(chunk);
  expect(Buffer.concat(kept).toString()).toBe(`id,text\r\n${rows[0]}${rows[1]}${rows[3]}`);
  expect(left).toEqual(["a", "c", "a"]);
  expect(open).toBe(0);
});
