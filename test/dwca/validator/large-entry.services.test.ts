import { constants, crc32, deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { rawZip } from "../archives/raw-zip.js";

const DWC = "http://rs.tdwg.org/dwc/terms/";
const META = `<archive xmlns="http://rs.tdwg.org/dwc/text/">
  <core encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" rowType="${DWC}Event">
    <files><location>event.txt</location></files>
    <field index="0" term="${DWC}eventRemarks"/>
  </core>
</archive>`;
const MIB = 1024 ** 2;
const BLOCKS = 66;

/** An entry of more than 4 GiB: one block of rows many times over, whose compressed bytes can be repeated too. */
function largeArchive(): Buffer {
  const block = Buffer.from(`${"x".repeat(MIB - 1)}\n`.repeat(64));
  const compressed = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH });
  const end = Buffer.from([0x03, 0x00]);
  let crc = 0;
  for (let count = 0; count < BLOCKS; count += 1) crc = crc32(block, crc);
  const body = Buffer.concat([...Array.from({ length: BLOCKS }, () => compressed), end]);
  return rawZip([
    { name: "meta.xml", data: META },
    { name: "event.txt", body, crc, inflated: BLOCKS * block.length, zip64: true },
  ]);
}

test("an entry of more than 4 GiB is read whole when the limits are raised", { timeout: 240_000 }, async () => {
  const bytes = largeArchive();
  const refused = await validateArchive(bytes, { level: "structure" });
  expect(refused.issues.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["ZIP_LIMIT_INFLATED", "ZIP_LIMIT_RATIO"]),
  );
  const report = await validateArchive(bytes, {
    level: "structure",
    limits: { inflated: 5 * 1024 ** 3, ratio: 10_000 },
  });
  expect(report).toMatchObject({ valid: true, rows: BLOCKS * 64 });
});
