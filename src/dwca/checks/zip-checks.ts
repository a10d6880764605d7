import { error, warning } from "./archive-check.js";

/** The faults of the zip file itself. */
export const ZIP_CHECKS = {
  DWCA_UNREADABLE: error("structure", "zip", [
    "The file is not a zip archive, or its directory is damaged.",
    "Copy the file again, or create it again with a common zip program.",
  ]),
  ZIP_ENTRY_DAMAGED: error("structure", "zip", [
    "An entry cannot be unpacked, or its bytes do not match its checksum or size.",
    "Copy the file again, or create it again.",
  ]),
  ZIP_ENTRY_ENCRYPTED: error("structure", "zip", ["An entry is encrypted.", "Create the archive without a password."]),
  ZIP_ENTRY_METHOD: error("structure", "zip", [
    "An entry is compressed by a method that most readers do not know.",
    "Create the archive with deflate, the usual method of zip programs.",
  ]),
  ZIP_ENTRY_NAME: error("structure", "zip", [
    "The name of an entry leads out of the archive, has a backslash, or is not a plain path.",
    "Create the archive again; separate folders with `/`, and use relative names.",
  ]),
  ZIP_ENTRY_LINK: error("structure", "zip", [
    "An entry is a symbolic link or a device, not a file.",
    "Put the file itself into the archive.",
  ]),
  ZIP_ENTRY_REPEATED: error("structure", "zip", [
    "Two entries have the same name, so that readers may read different ones.",
    "Create the archive again, with each file once.",
  ]),
  ZIP_ENTRIES_OVERLAP: error("structure", "zip", [
    "Entries share bytes, or the two headers of an entry disagree.",
    "Create the archive again with a common zip program. Do not trust this file.",
  ]),
  ZIP_LIMIT_ENTRIES: error("structure", "zip", [
    "The archive has more entries than the limit allows.",
    "Leave out what is not part of the archive, or raise the limit `entries`.",
  ]),
  ZIP_LIMIT_INFLATED: error("structure", "zip", [
    "The unpacked files would be larger than the limit allows.",
    "Check that the file comes from a source you trust; then raise the limit `inflated` (`--max-inflated`).",
  ]),
  ZIP_LIMIT_RATIO: error("structure", "zip", [
    "An entry unpacks to more than the limit's multiple of its compressed size.",
    "Check that the file comes from a source you trust; then raise the limit `ratio` (`--max-inflated`).",
  ]),
  ARCHIVE_IN_FOLDER: warning("structure", "zip", [
    "All files lie in a folder, not at the root of the zip.",
    "Zip the files themselves, not the folder that holds them.",
  ]),
  ENTRY_UNUSED: warning("structure", "zip", [
    "No file of the archive refers to this entry.",
    "Leave it out, or name it in `meta.xml`.",
  ]),
} as const;
