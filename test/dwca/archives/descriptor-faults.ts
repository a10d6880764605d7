import type { DESCRIPTOR_CHECKS } from "../../../src/dwca/checks/descriptor-checks.js";
import type { Fault } from "./faults.js";
import { archiveOf, type ArchiveFiles, changed, DIALECT, SOUND_FILES, without } from "./sound-archive.js";

const DWC = "http://rs.tdwg.org/dwc/terms/";
const archive = (files: ArchiveFiles, also: Fault["also"] = []): Fault => ({ bytes: () => archiveOf(files), also });
const meta = (from: string, to: string, also: Fault["also"] = []): Fault =>
  archive(changed("meta.xml", from, to), also);
const deep = (depth: number): string => "<a>".repeat(depth) + "</a>".repeat(depth);

export const DESCRIPTOR_FAULTS: Readonly<Record<keyof typeof DESCRIPTOR_CHECKS, readonly Fault[]>> = {
  DWCA_META_XML_NOT_FOUND: [archive(without("meta.xml"))],
  DWCA_META_XML_SCHEMA: [
    meta("</archive>", ""),
    meta("<archive", " <archive wrong='1'"),
    meta("<files><location>event.txt</location></files>", ""),
    meta("<location>event.txt</location>", "<location/>"),
    meta('index="3"', 'index="three"'),
    meta('xmlns="http://rs.tdwg.org/dwc/text/"', ""),
    meta("<core", "<!-- a -- b --><core"),
    meta("eml.xml", "&unknown;"),
    meta("eml.xml", "&#0;"),
    archive({ ...SOUND_FILES, "meta.xml": "" }),
    archive({ ...SOUND_FILES, "meta.xml": Buffer.from("<archive>\xff</archive>", "latin1") }),
  ],
  XML_DOCTYPE: [
    meta("<archive", '<!DOCTYPE archive [<!ENTITY a "b">]><archive'),
    archive(changed("eml.xml", "<eml:eml", '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><eml:eml')),
  ],
  XML_LIMIT: [
    { bytes: () => archiveOf(SOUND_FILES), limits: { xml: 1_000 }, also: [] },
    archive(changed("eml.xml", "<pubDate>", `${deep(200)}<pubDate>`)),
    archive(changed("eml.xml", "<pubDate>", `${"<a/>".repeat(100_001)}<pubDate>`)),
  ],
  CORE_ROWTYPE_UNDETERMINED: [meta(`rowType="${DWC}Event"`, 'rowType="Event"'), meta(`rowType="${DWC}Event"`, "")],
  UNREADABLE_SECTION_ERROR: [
    archive(without("multimedia.txt")),
    meta("multimedia.txt", "https://example.org/multimedia.txt", ["ENTRY_UNUSED"]),
  ],
  RECORD_IDENTIFIER_NOT_FOUND: [
    meta('<id index="0"/>', ""),
    meta('<coreid index="0"/>', "<coreid/>"),
    archive(changed("event.txt", "e2\t", "\t"), ["RECORD_REFERENTIAL_INTEGRITY_VIOLATION"]),
    archive(changed("occurrence.txt", "\to2\t", "\t\t")),
  ],
  DIALECT_UNSUPPORTED: [
    meta('fieldsTerminatedBy="\\t"', 'fieldsTerminatedBy="||"'),
    meta('fieldsTerminatedBy="\\t"', 'fieldsTerminatedBy=""'),
    meta('linesTerminatedBy="\\n"', 'linesTerminatedBy="|"'),
    meta('ignoreHeaderLines="1"', 'ignoreHeaderLines="-1"'),
    meta('ignoreHeaderLines="1"', 'ignoreHeaderLines="99999999"'),
    meta('fieldsEnclosedBy=""', 'fieldsEnclosedBy="\\t"'),
  ],
  DIALECT_NOT_STATED: [meta(DIALECT, DIALECT.replace('encoding="UTF-8"', ""))],
  ENCODING_UNKNOWN: [meta('encoding="UTF-8" fields', 'encoding="klingon" fields')],
  FIELD_WITHOUT_SOURCE: [meta("</core>", `<field term="${DWC}locality"/></core>`)],
  FIELD_INDEX_INVALID: [
    meta('index="5"', 'index="-1"'),
    meta('index="5"', 'index="65536"'),
    meta('index="5"', `index="${"9".repeat(400)}"`),
  ],
  TERM_NOT_IRI: [meta(`"${DWC}year"`, '"year"'), meta(`rowType="${DWC}Occurrence"`, 'rowType="Occurrence"')],
  DUPLICATED_TERM: [meta(`${DWC}samplingProtocol`, `${DWC}year`)],
  DUPLICATED_ROWTYPE: [
    meta("http://rs.gbif.org/terms/1.0/Multimedia", `${DWC}Occurrence`, ["REQUIRED_TERM_MISSING", "UNKNOWN_TERM"]),
  ],
  UNKNOWN_ROWTYPE: [meta("http://rs.gbif.org/terms/1.0/Multimedia", "http://rs.gbif.org/terms/1.0/Films")],
  UNKNOWN_TERM: [
    meta(`${DWC}samplingProtocol`, `${DWC}samplingprotocol`),
    meta(`${DWC}samplingProtocol`, `${DWC}scientificName`),
  ],
  ID_NOT_MAPPED: [meta(`<field index="0" term="${DWC}eventID"/>`, "")],
  REQUIRED_TERM_MISSING: [
    meta(`<field index="2" term="${DWC}basisOfRecord"/>`, ""),
    meta(`<field index="1" term="${DWC}occurrenceID"/>`, ""),
  ],
};

// cspell:ignore lolz
