import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { besideProject } from "../../support/beside-project.js";

interface Case {
  readonly file: string;
  readonly expect: "valid" | "invalid";
  readonly level: "structure" | "gbif";
  readonly why: string;
  readonly ambiguous?: boolean;
}

const folder = besideProject("dwca/cases");

describe.skipIf(folder.absent !== null)(
  `archives of public test suites${folder.absent ? `: ${folder.absent}` : ""}`,
  () => {
    const cases = folder.absent === null ? readCases() : [];

    test.each(cases)("$file is $expect: $why", async ({ file, expect: verdict, level, ambiguous }) => {
      const report = await validateArchive(join(folder.path, file), { level });
      if (ambiguous === true) expect(report.issues.length).toBeGreaterThan(0);
      else expect(report.valid).toBe(verdict === "valid");
    });

    test.each(cases)("$file has the same report from its bytes, and from a stream of them", async ({ file, level }) => {
      const bytes = readFileSync(join(folder.path, file));
      const fromPath = await validateArchive(join(folder.path, file), { level });
      expect(await validateArchive(bytes, { level })).toEqual(fromPath);
      expect(await validateArchive(pieces(bytes, 100), { level })).toEqual(fromPath);
    });

    test("there are as many as there should be", () => expect(cases.length).toBe(63));
  },
);

function readCases(): readonly Case[] {
  return (JSON.parse(readFileSync(join(folder.path, "cases.json"), "utf8")) as { cases: readonly Case[] }).cases;
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
