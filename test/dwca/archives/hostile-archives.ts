import { crc32, deflateRawSync } from "node:zlib";
import { type RawEntry, rawZip } from "./raw-zip.js";
import { archiveOf, type ArchiveFiles, changed, entriesOf, SOUND_FILES, withCell, without } from "./sound-archive.js";

const MIB = 1024 ** 2;
const text = (file: string): string => String(SOUND_FILES[file]);
const sound = (): readonly RawEntry[] => entriesOf(SOUND_FILES);
const withMore = (...entries: readonly RawEntry[]): Buffer => rawZip([...sound(), ...entries]);
/** Not compressed, so that no limit of the ratio stands before what the file is to show. */
const stored = (files: ArchiveFiles): Buffer => rawZip(entriesOf(files).map((entry) => ({ ...entry, method: 0 })));
const withText = (file: string, data: string | Uint8Array): Buffer => stored({ ...SOUND_FILES, [file]: data });

/** A file that was made to harm its reader, with the verdict that it must get. */
export interface HostileArchive {
  readonly name: string;
  readonly valid: boolean;
  readonly bytes: () => Buffer;
}

const invalid = (name: string, bytes: () => Buffer): HostileArchive => ({ name, valid: false, bytes });
const valid = (name: string, bytes: () => Buffer): HostileArchive => ({ name, valid: true, bytes });

/** Files of every hostile kind. Those that are valid must be read, and do no harm. */
export const HOSTILE_ARCHIVES: readonly HostileArchive[] = [
  invalid("nothing", () => Buffer.alloc(0)),
  invalid("no zip", () => Buffer.alloc(MIB, "no zip ")),
  invalid("a zip without entries", () => rawZip([])),
  invalid("cut off", () => archiveOf(SOUND_FILES).subarray(0, 1_500)),
  invalid("cut off at its head", () => archiveOf(SOUND_FILES).subarray(100)),
  invalid("a wrong checksum", () => rawZip(sound().map((entry) => ({ ...entry, crc: 0 })))),
  invalid("encrypted", () => rawZip(sound().map((entry) => ({ ...entry, flags: 1 })))),
  invalid("a bomb by its ratio", () => withMore({ name: "zeros", data: Buffer.alloc(300 * MIB) })),
  invalid("a bomb that lies about its size", () => bomb()),
  invalid("a bomb of overlapping entries", () => overlapping()),
  invalid("too many entries", () =>
    withMore(...Array.from({ length: 20_000 }, (_one, index) => ({ name: `${index}` }))),
  ),
  invalid("more entries than it says", () => rawZip(sound(), { entries: 1 })),
  invalid("fewer entries than it says", () => rawZip(sound(), { entries: 65_535 })),
  valid("zips within a zip", () =>
    withMore({ name: "inner.zip", data: rawZip([{ name: "zeros", data: Buffer.alloc(MIB) }]) }),
  ),
  invalid("a name that leads out", () => withMore({ name: "../../../../tmp/vasculum-was-here", data: "x" })),
  invalid("a link", () => withMore({ name: "event", data: "/etc/passwd", mode: 0o120777 })),
  invalid("a device", () => withMore({ name: "event", data: "", mode: 0o020666 })),
  invalid("two entries of one name", () => withMore({ name: "event.txt", data: "other" })),
  invalid("a DOCTYPE that reads a file", () =>
    archiveOf(changed("meta.xml", "<archive", '<!DOCTYPE archive [<!ENTITY x SYSTEM "file:///etc/passwd">]><archive')),
  ),
  invalid("a billion laughs", () => archiveOf(changed("eml.xml", "<eml:eml", `${laughs()}<eml:eml`))),
  invalid("XML of 10 MB that goes ever deeper", () => withText("meta.xml", "<a>".repeat(3 * MIB))),
  invalid("XML of 10 MB that never ends a name", () => withText("meta.xml", `<${"a".repeat(9 * MIB)}`)),
  invalid("XML of 10 MB of attributes", () => withText("meta.xml", `<archive ${attributes(700_000)}/>`)),
  invalid("XML of 10 MB of elements", () => withText("eml.xml", `<a>${"<b/>".repeat(2 * MIB)}</a>`)),
  invalid("XML of 10 MB of references", () => withText("eml.xml", `<a>${"&amp;".repeat(2 * MIB - 5)}`)),
  invalid("XML of more than 10 MB", () => withText("eml.xml", `<a>${"b".repeat(11 * MIB)}</a>`)),
  invalid("UTF-16 data said to be UTF-8", () => withText("event.txt", Buffer.from(text("event.txt"), "utf16le"))),
  invalid("UTF-16 XML without a mark", () => withText("meta.xml", Buffer.from(text("meta.xml"), "utf16le"))),
  valid("UTF-16 XML with a mark", () =>
    withText("eml.xml", Buffer.from(`\ufeff${text("eml.xml").split("\n").slice(1).join("\n")}`, "utf16le")),
  ),
  invalid("random bytes for data", () => withText("event.txt", randomBytes(2 * MIB))),
  invalid("random bytes for meta.xml", () => withText("meta.xml", randomBytes(MIB))),
  invalid("a dialect that does not match", () =>
    archiveOf(changed("meta.xml", 'fieldsTerminatedBy="\\t"', 'fieldsTerminatedBy=","')),
  ),
  invalid("a negative index", () => archiveOf(changed("meta.xml", 'index="4"', 'index="-4"'))),
  invalid("a huge index", () => archiveOf(changed("meta.xml", 'index="4"', 'index="99999999999999999999"'))),
  invalid("the largest index", () => archiveOf(changed("meta.xml", 'index="4"', 'index="65535"'))),
  valid("ids that are names of JavaScript's own", () => protoIds()),
  valid("a field of 10 MB", () => stored(withCell("occurrence.txt", "scientificName", "x".repeat(10 * MIB)))),
  valid("an id of 10 MB", () => stored(withCell("occurrence.txt", "occurrenceID", "x".repeat(10 * MIB)))),
  invalid("a row of 100 MB", () => withText("event.txt", noise(100 * MIB))),
  invalid("a row of 10 million cells", () => withText("event.txt", `${text("event.txt")}${"x\t".repeat(10 * MIB)}`)),
  invalid("an enclosure that is never closed", () => unclosed()),
  invalid("a million blank lines and no rows that fit", () => withText("event.txt", `${"\n".repeat(MIB)}x`)),
  invalid("a million rows of one id", () =>
    withText("event.txt", text("event.txt") + `e1${"\t".repeat(16)}\n`.repeat(MIB)),
  ),
  invalid("a million rows of issues in every cell", () =>
    withText("event.txt", text("event.txt") + `${"-\t".repeat(16)}-\n`.repeat(MIB / 4)),
  ),
  invalid("no meta.xml and a file of any name", () => archiveOf({ ...without("meta.xml"), __proto__x: "" })),
  invalid("4,000 extensions", () => manyExtensions(4_000)),
  invalid("a large file that 250 tables read", () => manyExtensions(250, noise(20 * MIB))),
];

function bomb(): Buffer {
  const body = deflateRawSync(Buffer.alloc(300 * MIB));
  const entries = sound().map((entry) =>
    entry.name === "event.txt" ? { ...entry, body, crc: crc32("x"), inflated: 2 * MIB } : entry,
  );
  return rawZip(entries);
}

/** 1,000 names for one body. */
function overlapping(): Buffer {
  const kernel: RawEntry = { name: "kernel", data: Buffer.alloc(20 * MIB) };
  const many = Array.from({ length: 1_000 }, (_one, index) => ({
    name: `n${index}`,
    data: "",
    offset: 0,
    localName: "kernel",
  }));
  return rawZip([kernel, ...many]);
}

function laughs(): string {
  const entities = Array.from(
    { length: 9 },
    (_one, level) => `<!ENTITY lol${level + 1} "${`&lol${level};`.repeat(10)}">`,
  );
  return `<!DOCTYPE lolz [<!ENTITY lol0 "lol">${entities.join("")}]>`;
}

const attributes = (count: number): string => Array.from({ length: count }, (_one, index) => `a${index}=""`).join(" ");

function protoIds(): Buffer {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
  const events = names.map((name) => `${name}${"\t".repeat(16)}\n`).join("");
  const occurrences = names.map((name) => `${name}\t${name}\tMachineObservation\tpresent\t1\t${name}\t\t\n`).join("");
  return archiveOf({
    ...SOUND_FILES,
    "event.txt": text("event.txt") + events,
    "occurrence.txt": text("occurrence.txt") + occurrences,
  });
}

function unclosed(): Buffer {
  const meta = text("meta.xml").replace('fieldsEnclosedBy=""', 'fieldsEnclosedBy="&quot;"');
  return stored({ ...SOUND_FILES, "meta.xml": meta, "event.txt": `${text("event.txt")}"${noise(60 * MIB)}` });
}

function manyExtensions(count: number, data: string | Uint8Array = text("occurrence.txt")): Buffer {
  const extension = /<extension[\s\S]*?<\/extension>/.exec(text("meta.xml"))?.[0] ?? "";
  return archiveOf({
    ...changed("meta.xml", "</archive>", `${extension.repeat(count)}</archive>`),
    "occurrence.txt": data,
  });
}

/** Text that compresses to a tenth, and is the same in every run. */
function noise(size: number): Buffer {
  return Buffer.alloc(size, randomBytes(100_000).toString("hex"));
}

function randomBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0, seed = 1; at < size; at += 1) bytes[at] = (seed = (seed * 48_271) % 2_147_483_647) & 255;
  return bytes;
}

// cspell:ignore lolz
