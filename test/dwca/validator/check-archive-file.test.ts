import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkArchiveFile } from "../../../src/dwca/validator/check-archive-file.js";
import { type ArchiveFiles, archiveOf, changed, SOUND_FILES, withCell } from "../archives/sound-archive.js";

const folder = mkdtempSync(join(tmpdir(), "vasculum-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function check(files: ArchiveFiles, level?: "gbif") {
  const path = join(folder, "archive.zip");
  writeFileSync(path, archiveOf(files));
  const inflated = Object.values(files).reduce((sum, data) => sum + Buffer.byteLength(data as string), 0);
  return await checkArchiveFile(path, { inflated, ...(level && { level }) });
}

test("nothing is found in a sound archive", async () => {
  expect(await check(SOUND_FILES)).toEqual({ errors: [], warnings: [] });
});

test("errors are details with file, line and column, and hold no value", async () => {
  const { errors } = await check(changed("occurrence.txt", "e2\t", "secret\t"));
  expect(errors).toEqual([
    { path: ["occurrence.txt", 3, 0], code: "RECORD_REFERENTIAL_INTEGRITY_VIOLATION", message: expect.any(String) },
  ]);
  expect(JSON.stringify(errors)).not.toContain("secret");
});

test("at most ten errors are kept", async () => {
  const fields = Array.from({ length: 30 }, (_one, index) => `<field term="http://example.org/${index}"/>`).join("");
  expect((await check(changed("meta.xml", "</core>", `${fields}</core>`))).errors.length).toBe(10);
});

test("warnings are counted by code, at the level that was asked for", async () => {
  const files = withCell("event.txt", "countryCode", "UK");
  expect((await check(files)).warnings).toEqual([]);
  expect((await check(files, "gbif")).warnings).toEqual([{ code: "COUNTRY_INVALID", count: 1, sample: "event.txt:2" }]);
});

test("an archive that compresses well is no bomb where its size is known", async () => {
  const rows = `e1\to2\tMachineObservation\tpresent\t1\tNoctua pronuba${" ".repeat(10_000)}\t\t\n`;
  const occurrences = String(SOUND_FILES["occurrence.txt"]).split("\n")[0];
  const many = Array.from({ length: 400 }, (_row, index) => rows.replace("o2", `o${index}`)).join("");
  expect((await check({ ...SOUND_FILES, "occurrence.txt": `${occurrences}\n${many}` })).errors).toEqual([]);
});
