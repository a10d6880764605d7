import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ARCHIVE_CHECKS } from "../../../src/dwca/checks/archive-checks.js";
import { NOT_CHECKED_HERE } from "../../../src/dwca/checks/not-checked-here.js";
import { ROW_TYPES } from "../../../src/dwca/checks/row-types.js";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { archiveOf, SOUND_FILES, without } from "../archives/sound-archive.js";
import { besideProject } from "../../support/beside-project.js";

const left = NOT_CHECKED_HERE.flatMap(({ codes }) => codes);
const listed = besideProject("dwca/gbif-validator-codes.json");
const definitions = besideProject("dwca/terms/gbif_extensions.json");

test("no code is both checked and left out, and none occurs twice", () => {
  const all = [...Object.keys(ARCHIVE_CHECKS), ...left];
  expect(all.filter((code, index) => all.indexOf(code) < index)).toEqual([]);
});

describe.skipIf(listed.absent !== null)(`GBIF's codes${listed.absent ? `: ${listed.absent}` : ""}`, () => {
  test("each is checked, or listed as not checked", () => {
    const { codes } = JSON.parse(readFileSync(listed.path, "utf8")) as { codes: readonly { code: string }[] };
    const names = codes.map(({ code }) => code);
    expect(names.filter((code) => !Object.hasOwn(ARCHIVE_CHECKS, code) && !left.includes(code))).toEqual([]);
    expect(left.filter((code) => !names.includes(code))).toEqual([]);
  });
});

describe.skipIf(definitions.absent !== null)(
  `GBIF's definitions${definitions.absent ? `: ${definitions.absent}` : ""}`,
  () => {
    test("row types, and their terms where they are listed, are GBIF's", () => {
      const known = JSON.parse(readFileSync(definitions.path, "utf8")) as Record<
        string,
        { properties: readonly { uri: string; required: boolean }[] }
      >;
      expect(ROW_TYPES.map(({ rowType }) => rowType).sort()).toEqual(Object.keys(known).sort());
      for (const { rowType, required, terms } of ROW_TYPES) {
        const properties = known[rowType]?.properties ?? [];
        expect([...required].sort()).toEqual(
          properties
            .filter((one) => one.required)
            .map(({ uri }) => uri)
            .sort(),
        );
        if (terms !== null) expect([...terms].sort(), rowType).toEqual(properties.map(({ uri }) => uri).sort());
      }
    });
  },
);

test("a report lists what was not checked, never as fine", async () => {
  const gbif = await validateArchive(archiveOf(SOUND_FILES), { level: "gbif" });
  expect(gbif.notChecked).toEqual(left);
  const structure = await validateArchive(archiveOf(SOUND_FILES), { level: "structure" });
  expect(structure.notChecked).toContain("RECORDED_DATE_INVALID");
  expect(structure.notChecked).not.toContain("COLUMN_MISMATCH");
  const unread = await validateArchive(archiveOf(without("meta.xml")), { level: "gbif" });
  expect(unread.notChecked).toEqual(expect.arrayContaining(["COLUMN_MISMATCH", "EML_NOT_FOUND"]));
  expect(unread.notChecked).not.toContain("DWCA_META_XML_NOT_FOUND");
});
