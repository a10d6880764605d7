import { error, warning } from "./archive-check.js";

/** The faults of `meta.xml`. */
export const DESCRIPTOR_CHECKS = {
  DWCA_META_XML_NOT_FOUND: error("structure", "descriptor", [
    "The archive has no `meta.xml`.",
    "Add a `meta.xml` that describes the tables. The name must be spelled exactly so.",
  ]),
  DWCA_META_XML_SCHEMA: error("structure", "descriptor", [
    "`meta.xml` is not well-formed XML, or its elements or attributes are not those of the text guide's schema.",
    "Correct the element that the line names. The order is `files`, then `id` or `coreid`, then `field`.",
  ]),
  XML_DOCTYPE: error("structure", "descriptor", [
    "An XML file has a DOCTYPE. Readers refuse it, since it can make them read other files.",
    "Remove the DOCTYPE and its entities.",
  ]),
  XML_LIMIT: error("structure", "descriptor", [
    "An XML file is larger, deeper or has more elements than the limit allows.",
    "Shorten the file, or raise the limit `xml`.",
  ]),
  CORE_ROWTYPE_UNDETERMINED: error("structure", "descriptor", [
    "The core has no row type, or its row type is not an IRI.",
    "Set `rowType` to the IRI of a class, such as that of `Event` or `Occurrence`.",
  ]),
  UNREADABLE_SECTION_ERROR: error("structure", "descriptor", [
    "A data file that `meta.xml` names is not in the archive.",
    "Add the file, or correct its `location`. A web address is not read.",
  ]),
  RECORD_IDENTIFIER_NOT_FOUND: error("structure", "descriptor", [
    "A table or a row has no identifier where it needs one.",
    "Give the core an `id`, each extension a `coreid`, both with an `index`, and fill their column in every row.",
  ]),
  DIALECT_UNSUPPORTED: error("structure", "descriptor", [
    "A delimiter is not one ASCII character, or `ignoreHeaderLines` is not a count of lines.",
    "Write tab-separated files: `fieldsTerminatedBy` is `\\t`, `linesTerminatedBy` is `\\n`.",
  ]),
  DIALECT_NOT_STATED: warning("structure", "descriptor", [
    "A table leaves its encoding or a delimiter to the default, and readers have different defaults.",
    "State `encoding`, `fieldsTerminatedBy`, `linesTerminatedBy`, `fieldsEnclosedBy` and `ignoreHeaderLines`.",
  ]),
  ENCODING_UNKNOWN: error("structure", "descriptor", [
    "A table names an encoding that does not exist.",
    "Write the file in UTF-8, and set `encoding` to `UTF-8`.",
  ]),
  FIELD_WITHOUT_SOURCE: error("structure", "descriptor", [
    "A field has neither an `index` nor a `default`, so it has no values.",
    "Give it the index of its column, or a default, or remove it.",
  ]),
  FIELD_INDEX_INVALID: error("structure", "descriptor", [
    "An index is negative, or larger than any file has columns.",
    "Count the columns from 0.",
  ]),
  TERM_NOT_IRI: error("structure", "descriptor", [
    "A field's term, or an extension's row type, is not an IRI.",
    "Write the whole address of the term, with its namespace.",
  ]),
  DUPLICATED_TERM: error("structure", "descriptor", [
    "A table maps one term twice. GBIF does not index such an archive.",
    "Map each term once.",
  ]),
  DUPLICATED_ROWTYPE: warning("structure", "descriptor", [
    "Two tables have one row type, and readers see only one of them.",
    "Put all rows of one type into one table.",
  ]),
  UNKNOWN_ROWTYPE: warning("structure", "descriptor", [
    "The row type is in no list of GBIF, so that no reader knows what the rows are.",
    "Correct the IRI, or use a registered row type.",
  ]),
  UNKNOWN_TERM: warning("structure", "descriptor", [
    "The term does not exist, or does not belong to this row type.",
    "Correct its spelling and its namespace; move it to the table where it belongs.",
  ]),
  ID_NOT_MAPPED: warning("gbif", "descriptor", [
    "The core's id column has no term, so that readers of terms do not see it.",
    "Add a `field` with the same index and the term of the id, such as `eventID`.",
  ]),
  REQUIRED_TERM_MISSING: error("gbif", "descriptor", [
    "A table lacks a term that GBIF requires of its row type.",
    "Add the column, or a `default`. Occurrences need `basisOfRecord`, and `occurrenceID` or the triplet of codes.",
  ]),
} as const;
