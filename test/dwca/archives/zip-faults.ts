import { deflateRawSync } from "node:zlib";
import type { ZIP_CHECKS } from "../../../src/dwca/checks/zip-checks.js";
import type { Fault } from "./faults.js";
import { type RawEntry, rawZip } from "./raw-zip.js";
import { archiveOf, entriesOf, SOUND_FILES } from "./sound-archive.js";

/** The sound archive with some more entries. */
const withMore = (...entries: readonly RawEntry[]): Buffer => rawZip([...entriesOf(SOUND_FILES), ...entries]);

/** The sound archive with one of its entries made otherwise. */
function altered(name: string, alter: (entry: RawEntry) => RawEntry): Buffer {
  return rawZip(entriesOf(SOUND_FILES).map((entry) => (entry.name === name ? alter(entry) : entry)));
}

const TEN_MIB = Buffer.alloc(10 * 1024 ** 2);

export const ZIP_FAULTS: Readonly<Record<keyof typeof ZIP_CHECKS, readonly Fault[]>> = {
  DWCA_UNREADABLE: [
    { bytes: () => Buffer.alloc(0) },
    { bytes: () => Buffer.from("eventID\toccurrenceID\n") },
    { bytes: () => archiveOf(SOUND_FILES).subarray(0, -30) },
    { bytes: () => rawZip(entriesOf(SOUND_FILES), { entries: 7 }) },
    { bytes: () => Buffer.concat([archiveOf(SOUND_FILES), Buffer.from("debris")]) },
  ],
  ZIP_ENTRY_DAMAGED: [
    { bytes: () => altered("occurrence.txt", (entry) => ({ ...entry, crc: 1 })) },
    { bytes: () => altered("meta.xml", (entry) => ({ ...entry, crc: 1 })) },
    { bytes: () => altered("eml.xml", (entry) => ({ ...entry, inflated: 100 })) },
    { bytes: () => altered("event.txt", (entry) => ({ ...entry, inflated: 99_999 })) },
    { bytes: () => altered("event.txt", (entry) => ({ ...entry, body: Buffer.alloc(100, 0xff) })) },
  ],
  ZIP_ENTRY_ENCRYPTED: [
    { bytes: () => altered("event.txt", (entry) => ({ ...entry, flags: 1 })) },
    { bytes: () => altered("event.txt", (entry) => ({ ...entry, flags: 0x41 })) },
  ],
  ZIP_ENTRY_METHOD: [{ bytes: () => altered("event.txt", (entry) => ({ ...entry, method: 14 })) }],
  ZIP_ENTRY_NAME: [
    "../evil.txt",
    "/etc/passwd",
    "C:/evil.txt",
    "a\\b.txt",
    "a/../b",
    "./a.txt",
    "a//b",
    "a\0b",
    "",
  ].map((name) => ({ bytes: () => withMore({ name, data: "x" }) })),
  ZIP_ENTRY_LINK: [{ bytes: () => withMore({ name: "link", data: "/etc/passwd", mode: 0o120777 }) }],
  ZIP_ENTRY_REPEATED: [
    { bytes: () => withMore({ name: "event.txt", data: "x" }) },
    { bytes: () => withMore({ name: "EVENT.TXT", data: "x" }) },
  ],
  ZIP_ENTRIES_OVERLAP: [
    { bytes: () => altered("event.txt", (entry) => ({ ...entry, localName: "other.txt" })) },
    { bytes: overlapping, also: ["ZIP_ENTRY_REPEATED"] },
  ],
  ZIP_LIMIT_ENTRIES: [{ bytes: () => archiveOf(SOUND_FILES), limits: { entries: 4 } }],
  ZIP_LIMIT_INFLATED: [{ bytes: () => archiveOf(SOUND_FILES), limits: { inflated: 1_000 } }],
  ZIP_LIMIT_RATIO: [{ bytes: () => withMore({ name: "event2.txt", data: TEN_MIB }) }],
  ARCHIVE_IN_FOLDER: [
    { bytes: () => rawZip(entriesOf(SOUND_FILES).map((entry) => ({ ...entry, name: `moths/${String(entry.name)}` }))) },
  ],
  ENTRY_UNUSED: [{ bytes: () => withMore({ name: "notes.txt", data: "x" }) }],
};

/** Two entries of the directory that are one in the file, as in a bomb that unpacks its kernel many times. */
function overlapping(): Buffer {
  const body = deflateRawSync(Buffer.from("x"));
  const kernel: RawEntry = { name: "a", data: "x", body };
  return rawZip([
    ...entriesOf(SOUND_FILES),
    kernel,
    { ...kernel, offset: rawZip(entriesOf(SOUND_FILES)).length - directorySize() },
  ]);
}

function directorySize(): number {
  return 22 + entriesOf(SOUND_FILES).reduce((size, { name }) => size + 46 + name.length, 0);
}
