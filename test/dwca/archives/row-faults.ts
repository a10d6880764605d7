import type { ROW_CHECKS } from "../../../src/dwca/checks/row-checks.js";
import type { Fault } from "./faults.js";
import { archiveOf, type ArchiveFiles, changed, DIALECT, SOUND_FILES, withCell } from "./sound-archive.js";

const archive = (files: ArchiveFiles, also: Fault["also"] = []): Fault => ({ bytes: () => archiveOf(files), also });
const text = (file: string): string => String(SOUND_FILES[file]);
const ORPHAN = "RECORD_REFERENTIAL_INTEGRITY_VIOLATION";

/** The occurrences as CSV with enclosed values. */
function enclosed(row: string): ArchiveFiles {
  const header = `${text("occurrence.txt").split("\n")[0]}`.replaceAll("\t", ",");
  const described = text("meta.xml").split("<extension");
  described[1] = `${described[1]}`.replace(
    DIALECT,
    DIALECT.replace('"\\t"', '","').replace('fieldsEnclosedBy=""', 'fieldsEnclosedBy="&quot;"'),
  );
  return { ...SOUND_FILES, "meta.xml": described.join("<extension"), "occurrence.txt": `${header}\n${row}` };
}

export const ROW_FAULTS: Readonly<Record<keyof typeof ROW_CHECKS, readonly Fault[]>> = {
  COLUMN_MISMATCH: [
    archive(changed("occurrence.txt", "pronuba\t2023-07-01\t2024-01-01", "pronuba")),
    archive(changed("occurrence.txt", "2024-01-01", "2024-01-01\textra")),
    archive(changed("multimedia.txt", "coreid\tidentifier\tcreated", "coreid\tidentifier"), []),
  ],
  RECORD_NOT_UNIQUELY_IDENTIFIED: [
    archive({ ...SOUND_FILES, "event.txt": `${text("event.txt")}e1${"\t".repeat(16)}\n` }),
  ],
  OCCURRENCE_NOT_UNIQUELY_IDENTIFIED: [archive(changed("occurrence.txt", "\to2\t", "\to1\t"))],
  RECORD_REFERENTIAL_INTEGRITY_VIOLATION: [
    archive(changed("occurrence.txt", "e2\t", "e3\t")),
    archive(changed("occurrence.txt", "e2\t", "\t")),
    archive(changed("occurrence.txt", "e2\t", "E2\t")),
    archive(changed("occurrence.txt", "e2\t", "__proto__\t")),
  ],
  ROW_LIMIT: [
    { bytes: () => archiveOf(withCell("occurrence.txt", "scientificName", "x".repeat(5_000))), limits: { row: 4_000 } },
  ],
  ENCODING_INVALID: [
    archive({
      ...SOUND_FILES,
      "multimedia.txt": Buffer.from(text("multimedia.txt").replace("1.jpg", "1.jpg?\xe9"), "latin1"),
    }),
    archive({
      ...changed("meta.xml", `<extension encoding="UTF-8"`, `<extension encoding="Shift_JIS"`),
      "occurrence.txt": Buffer.from(text("occurrence.txt").replace("pronuba", "\xff\xff"), "latin1"),
    }),
  ],
  ENCLOSURE_BROKEN: [
    archive(enclosed('e1,o1,"Machine"Observation,present,1,"N",2023-07-01,\n'), ["BASIS_OF_RECORD_INVALID"]),
    archive(enclosed('e1,o1,MachineObservation,present,1,N,,"2024-01-01'), []),
  ],
  ENCLOSURE_UNDECLARED: [archive(withCell("occurrence.txt", "scientificName", '"Noctua pronuba"'))],
  LINE_BREAK_IN_VALUE: [archive(enclosed('e1,o1,MachineObservation,present,1,"Noctua\npronuba",,\n'))],
  CARRIAGE_RETURN: [archive(withCell("occurrence.txt", "scientificName", "Noctua\rpronuba"))],
  LINE_END_MISMATCH: [
    archive({ ...SOUND_FILES, "event.txt": text("event.txt").replaceAll("\n", "\r\n") }),
    archive(changed("meta.xml", 'linesTerminatedBy="\\n"', 'linesTerminatedBy="\\r\\n"')),
  ],
  BLANK_LINE: [archive({ ...SOUND_FILES, "event.txt": `${text("event.txt")}\n` })],
  BYTE_ORDER_MARK: [archive({ ...SOUND_FILES, "event.txt": `\ufeff${text("event.txt")}` })],
  CONTROL_CHARACTER: [archive(withCell("occurrence.txt", "scientificName", "Noctua\u0000pronuba"))],
  ID_UNSAFE: [
    archive(changed("occurrence.txt", "\to2\t", "\tö2\t")),
    archive(changed("occurrence.txt", "\to2\t", "\to2 \t")),
    archive(changed("occurrence.txt", "\to2\t", "\tNULL\t")),
    archive(changed("occurrence.txt", "e2\t", "e2 \t"), [ORPHAN]),
  ],
  TABLE_WITHOUT_ROWS: [archive({ ...SOUND_FILES, "multimedia.txt": "coreid\tidentifier\tcreated\n" })],
  HEADER_DISAGREES: [archive(changed("multimedia.txt", "identifier\tcreated", "created\tidentifier"))],
};
