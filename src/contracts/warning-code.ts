/** Every warning that the library itself puts on a record, with what it says to people. Exporters of a host may have others. */
export const EXPORT_WARNING_CODES = Object.freeze({
  ROWS_LEFT_OUT: "Rows of the project are not in the file, although no filter of the request leaves them out.",
  ROWS_SKIPPED: "Rows could not be written and were left out.",
  NO_ROWS: "The file has no rows: no row matched.",
  ROWS_NOT_REPORTED: "The exporter did not say how many rows it wrote.",
  NON_FINITE_NUMBER: "A number was not finite, such as a division by zero. Its cell is empty.",
  TIME_SIMPLIFIED: "A time had an offset, or more digits than its column can hold. They were left out.",
  TIME_INCOMPLETE: "A date had no time of day, which its column needs. Its cell is empty.",
  TEXT_CUT: "A text had more than 32,767 characters, which no spreadsheet holds in a cell. It was cut there.",
  TEXT_REPAIRED: "A text held characters that the file cannot hold. They were replaced by spaces or removed.",
  READS_AS_NULL: "Readers of the archive take a text for an empty value.",
  LICENSE_NOT_ACCEPTED: "GBIF does not accept this licence. It takes CC0, CC BY and CC BY-NC.",
  COORDINATES_INVALID: "The coordinates of a station are not a place on Earth. They were not written.",
  COORDINATES_ZERO: "A station lies at 0, 0, which usually means that its place is unknown.",
  EVENT_ENDS_BEFORE_START: "An event ends before it starts. Its end was not written.",
  CORE_ROWS_SKIPPED: "Events could not be written and were left out, with all their occurrences.",
  MEDIA_PATH_REFUSED: "The path of a picture is not one that an address can hold. The picture has no address.",
  EVENTS_WITHOUT_OCCURRENCES: "All occurrences of an event were left out. The event was written.",
  EVENTS_LEFT_OUT: "Events whose occurrences are not in the file were left out: readers would take them for empty.",
  IMAGE_SIZE_UNKNOWN: "A picture has no known width or height. The boxes on it were left out.",
  BOX_OUTSIDE_IMAGE: "A box is not four numbers within its picture. It was left out.",
  SCORE_MISSING: "A prediction has no score. It is not among the results.",
  DETECTION_WITHOUT_IMAGE: "A detection has no picture. It was left out.",
  SPLIT_EMPTY: "A file of a split has no picture, since there are few stations.",
  ABSENCES_READ_AS_PRESENCES:
    "Occurrences of no animal are written as not detected, which GBIF reads as present today.",
  TARGET_NOT_FULLY_REPORTED:
    "The file does not have every animal that was detected. Its survey target is not marked as fully reported.",
  STATUS_UNKNOWN: "An occurrence has a status that is neither detected nor notDetected. It was written as it is.",
  MEDIA_LEFT_OUT: "A picture has no public address or no time. It was left out, with what was seen on it.",
  MEDIA_SHARED: "A picture has animals of two events, such as two nights. It was written once.",
  OPINIONS_LEFT_OUT: "An identification or a prediction names no taxon. It was not written.",
  BOX_LEFT_OUT: "A box does not lie on its picture, or the size of the picture is not known. It was not written.",
  VALUES_LEFT_OUT: "The format does not have a word, such as a life stage. It was not written.",
  TIMES_COARSE: "A time is known only to the day, the month or the year. Its first and last second were written.",
  TIMES_LEFT_OUT: "The offset of a time from UTC is unknown. The time was not written.",
  FRACTIONS_CUT: "The format has no fractions of a second. They were cut.",
  BLANK_NIGHTS_LEFT_OUT: "A night without animals has no place. It was not written.",
  TAXA_CUT: "There are too many taxa for the list in the description. The rows have them all.",
  SENSITIVITY_POLICY_APPLIED: "Places of sensitive records were withheld or made coarse.",
  SENSITIVE_PLACES_EXACT: "The file holds exact places of sensitive records. Do not publish it.",
});

/**
 * Returns the text of a warning for people. For a code that the library does not know, the text is the code in words.
 *
 * @example print(`    ${warningMessage(warning.code)}`);
 */
export function warningMessage(code: string): string {
  const known = Object.entries(EXPORT_WARNING_CODES).find(([name]) => name === code)?.[1];
  return known ?? `The exporter warns: ${code.toLowerCase().replaceAll("_", " ")}.`;
}
