import { linesOf } from "../packages/lines-of.js";
import type { SearchedKeys } from "./repeated-key.js";

/** The number of keys that are held at once while those that come twice are gathered. */
const HELD = 100_000;
/** The most keys that may come twice: they are held in memory. */
const MOST_REPEATED = 100_000;
/** The size of what is written at once, in characters. */
const CHUNK = 65_536;

/** Gathers the keys that come twice, in several readings of all keys; null for more than 100,000. For tables in which some do. */
export async function repeatedKeys({ count, read }: SearchedKeys): Promise<ReadonlySet<string> | null> {
  const repeated = new Set<string>();
  const readings = Math.ceil(count / HELD);
  for (let reading = 0; reading < readings; reading += 1) {
    const seen = new Set<string>();
    for await (const key of linesOf(read())) {
      if (shareOf(key, readings) !== reading) continue;
      if (seen.has(key)) repeated.add(key);
      else seen.add(key);
      if (repeated.size > MOST_REPEATED) return null;
    }
  }
  return repeated;
}

/** A table's file, and the keys of its rows in their order, one a line. */
export interface KeyedFile {
  readonly rows: AsyncIterable<Uint8Array>;
  readonly keys: AsyncIterable<Uint8Array>;
}

/** Copies a CSV file without the rows that repeat a key: of each key the first row stays. @param onRepeat - a row is left out. */
export async function* withoutRepeats(
  { rows, keys }: KeyedFile,
  repeated: ReadonlySet<string>,
  onRepeat: (key: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const seen = new Set<string>();
  const lines = linesOf(keys);
  let text = "";
  let isHeader = true;
  try {
    for await (const record of recordsOf(rows)) {
      const key = isHeader ? "" : String((await lines.next()).value ?? "");
      isHeader = false;
      if (seen.has(key)) onRepeat(key);
      else text += record;
      if (repeated.has(key)) seen.add(key);
      if (text.length < CHUNK) continue;
      yield Buffer.from(text, "latin1");
      text = "";
    }
  } finally {
    await lines.return();
  }
  yield Buffer.from(text, "latin1");
}

/** The records of a CSV file, each with its end: a quoted cell may hold line breaks (RFC 4180). A character stands for a byte. */
async function* recordsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let [rest, record] = ["", ""];
  for await (const chunk of chunks) {
    const { buffer, byteOffset, byteLength } = chunk;
    const lines = (rest + Buffer.from(buffer, byteOffset, byteLength).toString("latin1")).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      record += `${line}\r\n`;
      if ((record.split('"').length - 1) % 2 === 1) continue;
      yield record;
      record = "";
    }
  }
}

/** A share of the keys, by a hash of the text. */
function shareOf(key: string, shares: number): number {
  let value = 0;
  for (let index = 0; index < key.length; index += 1) value = (Math.imul(value, 31) + key.charCodeAt(index)) >>> 0;
  return value % shares;
}
