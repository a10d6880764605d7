import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE_ARCHIVES } from "../archives/hostile-archives.js";

const SECONDS = 10;
/** Node itself takes 50 MB beside them. */
const MEGABYTES = 150;

interface Verdict {
  readonly valid: boolean;
  readonly codes: readonly string[];
  readonly seconds: number;
  readonly megabytes: number;
}

describe("files that were made to harm their reader", () => {
  const folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
  const temporary = mkdtempSync(join(tmpdir(), "vasculum-test-"));
  let verdicts: readonly Verdict[] = [];
  let errors = "";

  beforeAll(async () => {
    const paths = HOSTILE_ARCHIVES.map(({ bytes }, index) => {
      const path = join(folder, `${index}.zip`);
      writeFileSync(path, bytes());
      return path;
    });
    const child = join(import.meta.dirname, "hostile-child.ts");
    const env = { ...process.env, TMPDIR: temporary };
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", "--import", "tsx", child, ...paths],
      {
        env,
      },
    );
    verdicts = JSON.parse(stdout) as readonly Verdict[];
    errors = stderr;
  }, 300_000);

  afterAll(() => {
    for (const path of [folder, temporary]) rmSync(path, { recursive: true });
  });

  test.each(HOSTILE_ARCHIVES.map(({ name, valid }, index) => ({ name, valid, index })))(
    "$name: there is a verdict, in seconds",
    ({ name, valid, index }) => {
      const verdict = verdicts[index];
      expect(verdict).toMatchObject({ valid });
      if (!valid) expect(verdict?.codes, name).not.toEqual([]);
      expect(verdict?.seconds).toBeLessThan(SECONDS);
    },
  );

  test(`all of them together add at most ${MEGABYTES} MB to the process, and print nothing`, () => {
    const megabytes = Math.max(...verdicts.map((verdict) => verdict.megabytes));
    console.log(
      `at most ${megabytes.toFixed(0)} MB, the slowest ${Math.max(...verdicts.map(({ seconds }) => seconds)).toFixed(1)} s`,
    );
    expect(megabytes).toBeLessThan(MEGABYTES);
    expect(errors).toBe("");
  });

  test("nothing is written under an entry's name, and nothing is left", () => {
    expect(readdirSync(temporary).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
    expect(existsSync(join(tmpdir(), "vasculum-was-here"))).toBe(false);
  });
});
