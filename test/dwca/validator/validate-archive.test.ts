import { createReadStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { archiveOf, changed, SOUND_FILES, withCell } from "../archives/sound-archive.js";

const folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const text = (file: string): string => String(SOUND_FILES[file]);

describe("a report", () => {
  test("counts findings that repeat in one place, and names the first line", async () => {
    const { issues } = await validateArchive(archiveOf({ ...SOUND_FILES, "event.txt": `${text("event.txt")}\n\n\n` }));
    expect(issues).toEqual([
      { code: "BLANK_LINE", level: "warning", file: "event.txt", line: 4, column: null, term: null, count: 3 },
    ]);
  });

  test("shows values on request only, and only their beginning", async () => {
    const bytes = archiveOf(withCell("event.txt", "continent", "secret".repeat(100)));
    expect(JSON.stringify(await validateArchive(bytes))).not.toContain("secret");
    const { issues } = await validateArchive(bytes, { showValues: true });
    expect(issues[0]?.value).toMatch(/^(secret)+secr?e?…$/u);
    expect(issues[0]?.value?.length).toBe(100);
  });

  test("lists at most as many issues as were asked for, errors first", async () => {
    const bytes = archiveOf({ ...changed("occurrence.txt", "e2\t", "e3\t"), "event.txt": `${text("event.txt")}\n` });
    const { valid, issues, omitted } = await validateArchive(bytes, { maxIssues: 1 });
    expect(issues.map(({ code }) => code)).toEqual(["RECORD_REFERENTIAL_INTEGRITY_VIOLATION"]);
    expect([valid, omitted]).toEqual([false, 1]);
    expect(await validateArchive(bytes, { maxIssues: 0 })).toMatchObject({ valid: false, issues: [], omitted: 2 });
  });

  test("is the same in every run, although keys are spread at random", async () => {
    const rows = Array.from(
      { length: 3_000 },
      (_row, index) => `x${index % 1_000}\to${index % 1_500}\tMachineObservation\tpresent\t1\tx\t\t\n`,
    );
    const bytes = archiveOf({ ...SOUND_FILES, "occurrence.txt": text("occurrence.txt") + rows.join("") });
    const first = await validateArchive(bytes, { showValues: true });
    expect(first.issues).toMatchObject([
      { code: "OCCURRENCE_NOT_UNIQUELY_IDENTIFIED", count: 1_502 },
      { code: "RECORD_REFERENTIAL_INTEGRITY_VIOLATION", count: 3_000, line: 4, value: "x0" },
    ]);
    expect(await validateArchive(bytes, { showValues: true })).toEqual(first);
  });

  test("names the file of a table of several files, and the line in it", async () => {
    const [header = "", ...rows] = text("occurrence.txt").split("\n");
    const files = {
      ...changed(
        "meta.xml",
        "<location>occurrence.txt</location>",
        "<location>a.txt</location><location>b.txt</location>",
      ),
      "a.txt": `${header}\n${rows[0]}\n`,
      "b.txt": `${header}\n${rows[1]}\n${rows[0]}\n`,
    };
    const { issues, rows: count } = await validateArchive(archiveOf(files));
    expect(issues).toMatchObject([
      { code: "OCCURRENCE_NOT_UNIQUELY_IDENTIFIED", file: "b.txt", line: 3 },
      { code: "ENTRY_UNUSED", file: "occurrence.txt" },
    ]);
    expect(count).toBe(6);
  });
});

describe("the input", () => {
  test("may be a path, bytes, or a stream", async () => {
    const path = join(folder, "sound.zip");
    writeFileSync(path, archiveOf(SOUND_FILES));
    const report = await validateArchive(path);
    expect(report.valid).toBe(true);
    expect(await validateArchive(new Uint8Array(archiveOf(SOUND_FILES)))).toEqual(report);
    expect(await validateArchive(createReadStream(path, { highWaterMark: 100 }))).toEqual(report);
  });

  test("that fails is no fault of the archive: its own error is thrown", async () => {
    const error = new RangeError("gone");
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield archiveOf(SOUND_FILES).subarray(0, 100);
      throw error;
    }
    await expect(validateArchive(failing())).rejects.toBe(error);
    await expect(validateArchive("/no/such/file.zip")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(validateArchive(folder)).rejects.toMatchObject({ code: "EISDIR" });
  });

  test("is read no further than the limit", async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; ; given += 1_000) yield Buffer.alloc(1_000);
    }
    expect((await validateArchive(endless(), { limits: { inflated: 50_000 } })).valid).toBe(false);
    expect(given).toBeLessThan(100_000);
  });

  test("leaves nothing behind", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("vasculum-archive-"));
    for await (const _ of [1, 2]) await validateArchive(createReadStream(join(folder, "sound.zip")));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("vasculum-archive-"))).toEqual(before);
  });
});

describe("the options", () => {
  test("that are none are refused", async () => {
    const bytes = archiveOf(SOUND_FILES);
    const level = JSON.parse('"best"') as "gbif";
    await expect(validateArchive(bytes, { level })).rejects.toThrow(TypeError);
    await expect(validateArchive(bytes, { maxIssues: -1 })).rejects.toThrow(TypeError);
    await expect(validateArchive(bytes, { limits: { ratio: 0 } })).rejects.toThrow(TypeError);
  });

  test("a signal ends the validation with its reason", async () => {
    const reason = new RangeError("enough");
    await expect(validateArchive(archiveOf(SOUND_FILES), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const validating = validateArchive(archiveOf(SOUND_FILES), {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(validating).rejects.toBe(reason);
  });

  test("progress rises to its end", async () => {
    const steps: number[] = [];
    await validateArchive(archiveOf(SOUND_FILES), { onProgress: (done, total) => void steps.push(done / total) });
    expect(steps.at(-1)).toBe(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

test("ids are compared exactly where they do not fit into memory: a key of each part is looked at alone", async () => {
  const header =
    "eventID\toccurrenceID\tbasisOfRecord\toccurrenceStatus\tindividualCount\tscientificName\tdateIdentified\tmodified\n";
  const row = (id: number): string => `e1\tid-${id}-${"x".repeat(100)}\tMachineObservation\tpresent\t1\tx\t\t\n`;
  const rows = Array.from({ length: 100_000 }, (_row, index) => row(index)).join("");
  const bytes = archiveOf({ ...SOUND_FILES, "occurrence.txt": header + rows + row(77_777) + row(5) });
  const { issues } = await validateArchive(bytes, { limits: { ratio: 10_000 } });
  expect(issues).toMatchObject([
    { code: "OCCURRENCE_NOT_UNIQUELY_IDENTIFIED", count: 2, line: 100_002, file: "occurrence.txt" },
  ]);
});

// cspell:ignore secr
