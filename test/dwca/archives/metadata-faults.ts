import type { METADATA_CHECKS } from "../../../src/dwca/checks/metadata-checks.js";
import type { Fault } from "./faults.js";
import { archiveOf, type ArchiveFiles, changed, SOUND_FILES, without } from "./sound-archive.js";

const archive = (files: ArchiveFiles, also: Fault["also"] = []): Fault => ({ bytes: () => archiveOf(files), also });
const eml = (from: string, to: string, also: Fault["also"] = []): Fault => archive(changed("eml.xml", from, to), also);

export const METADATA_FAULTS: Readonly<Record<keyof typeof METADATA_CHECKS, readonly Fault[]>> = {
  METADATA_NOT_NAMED: [archive(changed("meta.xml", ' metadata="eml.xml"', ""))],
  METADATA_REMOTE: [archive(changed("meta.xml", '"eml.xml"', '"https://example.org/eml.xml"'), ["ENTRY_UNUSED"])],
  EML_NOT_FOUND: [
    archive(without("eml.xml")),
    archive(changed("meta.xml", '"eml.xml"', '"metadata.xml"'), ["ENTRY_UNUSED"]),
  ],
  METADATA_NOT_WELL_FORMED: [
    eml("<title>", ""),
    eml("Moths of", "Moths & butterflies of"),
    archive({ ...SOUND_FILES, "eml.xml": `\n${String(SOUND_FILES["eml.xml"])}` }),
    eml("<pubDate>", "<pubDate a='1' a='2'>"),
    eml("<pubDate>", "<x:y/><pubDate>"),
  ],
  EML_GBIF_SCHEMA: [
    eml("eml-2.2.0", "eml-3.0.0"),
    eml(' scope="system"', ""),
    eml("<pubDate>2024-01-01</pubDate>", ""),
    eml("<pubDate>", "<language>en</language><pubDate>"),
    eml("<pubDate>", "<pubDate/><pubDate>"),
    eml("<intellectualRights>", "<keywordSet><keyword>moth</keyword></keywordSet><intellectualRights>"),
    eml("<contact>", "<coverage><geographicCoverage/></coverage><contact>"),
    eml("<contact>", "<contact/><contact>"),
    eml("2024-01-01", "yesterday"),
    eml("2024-01-01", "2023-02-29"),
    eml(
      "</dataset>",
      "</dataset><additionalMetadata><metadata><gbif><dateStamp>2024-01-01</dateStamp></gbif></metadata></additionalMetadata>",
    ),
  ],
  TITLE_MISSING_OR_TOO_SHORT: [eml("Moths of the night", "Moths")],
  DESCRIPTION_MISSING_OR_TOO_SHORT: [eml("Moths that came to the light of a trap with a camera.", "Moths.")],
  LICENSE_MISSING_OR_UNKNOWN: [noLicense()],
  RESOURCE_CONTACTS_MISSING_OR_INCOMPLETE: [
    eml("<creator><organizationName>The Museum</organizationName>", "<creator><positionName>Curator</positionName>"),
  ],
};

function noLicense(): Fault {
  const text = String(SOUND_FILES["eml.xml"])
    .replace("licenses/by/4.0/legalcode", "licenses/by-sa/4.0")
    .replace("CC BY 4.0", "CC BY-SA");
  return archive({ ...SOUND_FILES, "eml.xml": text });
}
