import { error, warning } from "./archive-check.js";

/** The faults of the description of the dataset. */
export const METADATA_CHECKS = {
  METADATA_NOT_NAMED: warning("structure", "metadata", [
    "`meta.xml` names no metadata file.",
    "Add an `eml.xml`, and name it in the attribute `metadata` of `archive`.",
  ]),
  METADATA_REMOTE: warning("structure", "metadata", [
    "The metadata lies at a web address, which is not read.",
    "Put the metadata into the archive.",
  ]),
  EML_NOT_FOUND: error("structure", "metadata", [
    "The archive does not hold the metadata file that it names, or, at level gbif, holds none.",
    "Add the file, or correct its name in `meta.xml`.",
  ]),
  METADATA_NOT_WELL_FORMED: error("structure", "metadata", [
    "The metadata file is not well-formed XML.",
    "Correct the line named. Nothing may come before the XML declaration; write `&` as `&amp;`.",
  ]),
  EML_GBIF_SCHEMA: error("gbif", "metadata", [
    "The metadata is not EML as GBIF's metadata profile describes it.",
    "Correct the element named: its place, its content, or what is missing in it.",
  ]),
  TITLE_MISSING_OR_TOO_SHORT: error("gbif", "metadata", [
    "The dataset's title is missing, or has fewer than 10 characters.",
    "Write a title that says what, where and when.",
  ]),
  DESCRIPTION_MISSING_OR_TOO_SHORT: error("gbif", "metadata", [
    "The dataset's abstract is missing, or has fewer than 25 characters.",
    "Write an abstract of a sentence or more.",
  ]),
  LICENSE_MISSING_OR_UNKNOWN: error("gbif", "metadata", [
    "The metadata names no licence that GBIF accepts: CC0 1.0, CC BY 4.0 or CC BY-NC 4.0.",
    "Put the licence's address into `intellectualRights`, as the `url` of a `ulink` in a `para`.",
  ]),
  RESOURCE_CONTACTS_MISSING_OR_INCOMPLETE: error("gbif", "metadata", [
    "No creator of the dataset has a surname or an organisation.",
    "Add a `creator` with an `individualName` that has a `surName`, or with an `organizationName`.",
  ]),
} as const;
