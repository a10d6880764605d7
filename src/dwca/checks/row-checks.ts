import { error, warning } from "./archive-check.js";

/** The faults of rows, whatever their values mean. */
export const ROW_CHECKS = {
  COLUMN_MISMATCH: error("structure", "rows", [
    "A row has fewer columns than `meta.xml` maps, or not as many as the header line or the first row.",
    "Check the delimiters in `meta.xml`; remove delimiters and line ends from values.",
  ]),
  RECORD_NOT_UNIQUELY_IDENTIFIED: error("structure", "rows", [
    "Two rows of the core have the same id.",
    "Give each row of the core an id of its own.",
  ]),
  OCCURRENCE_NOT_UNIQUELY_IDENTIFIED: error("structure", "rows", [
    "Two occurrences have the same `occurrenceID`.",
    "Give each occurrence an id of its own.",
  ]),
  RECORD_REFERENTIAL_INTEGRITY_VIOLATION: error("structure", "rows", [
    "A row of an extension belongs to no row of the core.",
    "Add the row of the core, or correct the id. Ids are compared character by character.",
  ]),
  ROW_LIMIT: error("structure", "rows", [
    "A row is longer than the limit allows; often an enclosing character is never closed.",
    "Check the enclosing characters and line ends, or raise the limit `row`.",
  ]),
  ENCODING_INVALID: error("structure", "rows", [
    "A row is not text in the encoding that `meta.xml` names.",
    "Write the file in UTF-8, and set `encoding` to `UTF-8`.",
  ]),
  ENCLOSURE_BROKEN: error("structure", "rows", [
    "Text follows an enclosing character that closes a value, or the file ends within a value.",
    "Double the enclosing characters within values.",
  ]),
  ENCLOSURE_UNDECLARED: warning("structure", "rows", [
    "Values stand in quotes, but `meta.xml` declares no enclosing character; the quotes are read as part of the values.",
    "Remove the quotes, or set `fieldsEnclosedBy`.",
  ]),
  LINE_BREAK_IN_VALUE: warning("structure", "rows", [
    "An enclosed value holds a line end, which readers drop or take for the end of the row.",
    "Replace line ends within values by spaces.",
  ]),
  CARRIAGE_RETURN: warning("structure", "rows", [
    "A value holds a carriage return, where some readers end the row.",
    "Replace carriage returns within values by spaces.",
  ]),
  LINE_END_MISMATCH: warning("structure", "rows", [
    "The lines do not end as `linesTerminatedBy` says.",
    "Write the line ends that `meta.xml` names, or name those that the file has.",
  ]),
  BLANK_LINE: warning("structure", "rows", [
    "The file has a blank line, which some readers refuse.",
    "Remove blank lines.",
  ]),
  BYTE_ORDER_MARK: warning("structure", "rows", [
    "The file begins with a byte order mark, which readers take for part of the first value.",
    "Write the file without it.",
  ]),
  CONTROL_CHARACTER: warning("structure", "rows", [
    "A value holds control characters.",
    "Replace control characters by spaces.",
  ]),
  ID_UNSAFE: warning("structure", "rows", [
    "An id has a space at an end, is not ASCII, or is a text that GBIF reads as no value, such as `null`.",
    "Use printable ASCII without spaces at the ends.",
  ]),
  TABLE_WITHOUT_ROWS: warning("structure", "rows", [
    "The table has no rows.",
    "Check that the export selected what you meant, or leave out the table.",
  ]),
  HEADER_DISAGREES: warning("structure", "rows", [
    "The header line names a column after a term that `meta.xml` maps to another column.",
    "Check the indexes in `meta.xml`.",
  ]),
} as const;
