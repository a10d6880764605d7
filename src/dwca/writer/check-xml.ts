import { ExportError } from "../../contracts/export-error.js";
import { ARCHIVE_CHECKS, type ArchiveCheckCode } from "../checks/archive-checks.js";
import { parseXml } from "../reader/parse-xml.js";
import { XmlError } from "../reader/xml-document.js";
import { checkEml } from "../validator/metadata/check-eml.js";

/**
 * Returns a document of our own making when it can be read back as XML, and eml.xml also as GBIF's metadata profile has it.
 *
 * @throws ExportError `ARCHIVE_INVALID` with the lines.
 */
export function checkXml(file: "meta.xml" | "eml.xml", text: string): string {
  const faults = faultsOf(file, text);
  if (faults.length === 0) return text;
  const details = faults.map(({ code, line }) => {
    const path = line === null ? [file] : [file, line];
    return { path, code, message: ARCHIVE_CHECKS[code].sentence };
  });
  throw new ExportError("ARCHIVE_INVALID", { details });
}

interface Fault {
  readonly code: ArchiveCheckCode;
  readonly line: number | null;
}

function faultsOf(file: "meta.xml" | "eml.xml", text: string): readonly Fault[] {
  const faults: Fault[] = [];
  try {
    const root = parseXml(text);
    if (file === "eml.xml") checkEml(root, file, (code, { line = null } = {}) => void faults.push({ code, line }));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const code = file === "eml.xml" ? "METADATA_NOT_WELL_FORMED" : "DWCA_META_XML_SCHEMA";
    return [{ code, line: error.line }];
  }
  // Whether texts and licence are as GBIF wants them is the host's own decision, made before any row was read.
  return faults.filter(({ code }) => code === "EML_GBIF_SCHEMA");
}
