import { expect, test } from "vitest";
import { ARCHIVE_CHECKS, type ArchiveCheckCode } from "../../../src/dwca/checks/archive-checks.js";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { FAULTS } from "../archives/faults.js";
import { archiveOf, SOUND_FILES } from "../archives/sound-archive.js";

const faults = Object.entries(FAULTS).flatMap(([code, list]) =>
  list.map((fault, index) => ({ code: code as ArchiveCheckCode, number: index + 1, fault })),
);

test("in a sound archive nothing is found, at either level", async () => {
  for (const level of ["structure", "gbif"] as const) {
    const report = await validateArchive(archiveOf(SOUND_FILES), { level });
    expect(report).toMatchObject({ valid: true, issues: [], omitted: 0, rows: 5 });
  }
});

test("there is an archive with each fault", () => {
  expect(Object.keys(FAULTS).sort()).toEqual(Object.keys(ARCHIVE_CHECKS).sort());
  expect(Object.entries(FAULTS).filter(([, list]) => list.length === 0)).toEqual([]);
});

test.each(faults)("$code, $number: the fault is found, and nothing else", async ({ code, fault }) => {
  const report = await validateArchive(fault.bytes(), { level: "gbif", ...(fault.limits && { limits: fault.limits }) });
  const codes = [...new Set(report.issues.map((issue) => issue.code))].sort();
  expect(codes).toEqual([code, ...(fault.also ?? [])].sort());
  expect(report.valid).toBe(codes.every((found) => ARCHIVE_CHECKS[found].severity === "warning"));
});

test.each(faults)("$code, $number: is found at the level that its check names", async ({ code, fault }) => {
  const report = await validateArchive(fault.bytes(), {
    level: "structure",
    ...(fault.limits && { limits: fault.limits }),
  });
  const found = report.issues.some((issue) => issue.code === code);
  // What a row lacks for GBIF alone goes by the code of what any archive lacks.
  if (code !== "RECORD_IDENTIFIER_NOT_FOUND" && code !== "UNKNOWN_TERM" && code !== "EML_NOT_FOUND")
    expect(found).toBe(ARCHIVE_CHECKS[code].from === "structure");
});
