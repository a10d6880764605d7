import type { ArchiveLevel } from "../../checks/archive-check.js";
import type { Found } from "../../checks/found.js";
import type { ArchiveDescriptor } from "../../reader/archive-descriptor.js";
import type { ArchiveEntries } from "../../reader/archive-entries.js";
import { isWebAddress } from "../../reader/parse-descriptor.js";
import { readXmlEntry } from "../../reader/read-xml-entry.js";
import { checkEml } from "./check-eml.js";

/** The options of a check of the metadata. */
export interface MetadataChecks {
  /** The folder in which the archive lies, with a `/`; empty for the root. */
  readonly folder: string;
  readonly level: ArchiveLevel;
  readonly found: Found;
}

/**
 * Checks the description of the dataset.
 *
 * @returns the names of the entries that it is made of.
 */
export async function checkMetadata(
  archive: ArchiveEntries,
  { metadata }: ArchiveDescriptor,
  { folder, level, found }: MetadataChecks,
): Promise<readonly string[]> {
  const file = metadata ?? fallbackOf(archive, folder);
  if (metadata === null) found("METADATA_NOT_NAMED");
  if (file === null) {
    if (level === "gbif") found("EML_NOT_FOUND");
    return [];
  }
  if (isWebAddress(file)) {
    found("METADATA_REMOTE");
    return [];
  }
  if (!archive.entries.has(file)) {
    found("EML_NOT_FOUND", { file });
    return [];
  }
  const root = await readXmlEntry(archive, { file, malformed: "METADATA_NOT_WELL_FORMED", found });
  if (root !== null && level === "gbif") checkEml(root, file, found);
  return [file];
}

/** GBIF's reader takes these names where none is given. */
function fallbackOf({ entries }: ArchiveEntries, folder: string): string | null {
  return ["eml.xml", "metadata.xml"].map((name) => folder + name).find((name) => entries.has(name)) ?? null;
}
