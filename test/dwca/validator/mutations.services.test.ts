import { expect, test } from "vitest";
import { readArchive } from "../../../src/dwca/reader/read-archive.js";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { rawZip } from "../archives/raw-zip.js";
import { entriesOf, SOUND_FILES } from "../archives/sound-archive.js";

/** `ROUNDS=10000` searches longer. */
const ROUNDS = Number(process.env.ROUNDS ?? 100);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
console.log(`mutations: SEED=${seed}`);

/** The next number of a sequence that the seed alone decides. */
function sequence(start: number): (below: number) => number {
  let state = (start % 2_147_483_646) + 1;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/** Some bytes replaced, left out, doubled or exchanged. */
function mutated(bytes: Buffer, next: (below: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  const at = next(copy.length);
  const length = 1 + next(8);
  switch (next(4)) {
    case 0:
      for (let byte = at; byte < Math.min(at + length, copy.length); byte += 1) copy[byte] = next(256);
      return copy;
    case 1:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)]);
    case 2:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.max(0, at - length))]);
    default:
      return Buffer.concat([
        copy.subarray(0, at),
        Buffer.from('"\t\n\r<&\0\xff,|'.charAt(next(10)), "latin1"),
        copy.subarray(at),
      ]);
  }
}

async function expectVerdict(bytes: Buffer, round: number): Promise<void> {
  const what = `SEED=${seed}, round ${round}`;
  const report = await validateArchive(bytes, { level: "gbif" }).catch((error: unknown) =>
    expect.fail(`${what}: ${String(error)}`),
  );
  expect(report.valid, what).toBe(report.issues.every(({ level }) => level === "warning"));
  try {
    await using archive = await readArchive(bytes);
    for await (const _ of archive.stars());
  } catch (error) {
    expect(error, what).toMatchObject({ code: "ARCHIVE_INVALID" });
  }
}

test(`a zip with bytes changed at random has a verdict, ${ROUNDS} times`, { timeout: ROUNDS * 300 }, async () => {
  const next = sequence(seed);
  const sound = rawZip(entriesOf(SOUND_FILES).map((entry) => ({ ...entry, method: 0 })));
  for (let round = 0; round < ROUNDS; round += 1) await expectVerdict(mutated(sound, next), round);
});

test(`files with bytes changed at random have a verdict, ${ROUNDS} times`, { timeout: ROUNDS * 300 }, async () => {
  const next = sequence(seed + 1);
  const names = Object.keys(SOUND_FILES);
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = names[next(names.length)] ?? "";
    let data: Buffer = Buffer.from(SOUND_FILES[name] as string);
    for (let change = next(4); change >= 0; change -= 1) data = mutated(data, next);
    await expectVerdict(rawZip(entriesOf({ ...SOUND_FILES, [name]: data })), round);
  }
});
