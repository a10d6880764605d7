import type { ArchiveCheckCode } from "../checks/archive-checks.js";
import type { Found } from "../checks/found.js";
import { decodeXml } from "./decode-xml.js";
import type { ArchiveEntries } from "./archive-entries.js";
import { parseXml } from "./parse-xml.js";
import { DamagedEntry } from "./read-entry.js";
import { type XmlElement, XmlError } from "./xml-document.js";

/**
 * Reads an XML file of an archive whole, within the limit.
 *
 * @returns its root; null when an issue was found, `malformed` where it is not well-formed.
 */
export async function readXmlEntry(
  archive: ArchiveEntries,
  { file, malformed, found }: { readonly file: string; readonly malformed: ArchiveCheckCode; readonly found: Found },
): Promise<XmlElement | null> {
  try {
    const bytes = await wholeEntry(archive, file);
    if (bytes !== null) return parseXml(decodeXml(bytes));
    found("XML_LIMIT", { file });
  } catch (error) {
    if (error instanceof DamagedEntry) found("ZIP_ENTRY_DAMAGED", { file });
    else if (error instanceof XmlError) found(codeOf(error, malformed), { file, line: error.line });
    else throw error;
  }
  return null;
}

async function wholeEntry(archive: ArchiveEntries, file: string): Promise<Buffer | null> {
  if ((archive.entries.get(file)?.inflated ?? 0) > archive.limits.xml) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of archive.bytes(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function codeOf({ fault }: XmlError, malformed: ArchiveCheckCode): ArchiveCheckCode {
  if (fault === "doctype") return "XML_DOCTYPE";
  return fault === "limit" ? "XML_LIMIT" : malformed;
}
