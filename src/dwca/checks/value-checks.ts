import { warning } from "./archive-check.js";

const value = (sentence: string, remedy: string) => warning("gbif", "rows", [sentence, remedy]);

/** The faults of values, as far as a row alone shows them. GBIF indexes the row, and flags or drops the value. */
export const VALUE_CHECKS = {
  BASIS_OF_RECORD_INVALID: value(
    "`basisOfRecord` is missing or is not in GBIF's vocabulary.",
    "Use `HumanObservation`, `MachineObservation`, `PreservedSpecimen` or another value of the vocabulary.",
  ),
  OCCURRENCE_STATUS_UNPARSABLE: value(
    "`occurrenceStatus` is neither `present` nor `absent`.",
    "Use `present` or `absent`. GBIF takes `notDetected` for present.",
  ),
  OCCURRENCE_STATUS_INFERRED_FROM_INDIVIDUAL_COUNT: value(
    "`occurrenceStatus` is empty and `individualCount` is 0, so that GBIF takes the row for an absence.",
    "State `occurrenceStatus`.",
  ),
  INDIVIDUAL_COUNT_INVALID: value(
    "`individualCount` is not a whole number of 0 or more.",
    "Write digits alone; put other quantities into `organismQuantity`.",
  ),
  INDIVIDUAL_COUNT_CONFLICTS_WITH_OCCURRENCE_STATUS: value(
    "`individualCount` and `occurrenceStatus` contradict each other.",
    "An absence has the count 0; a presence has 1 or more.",
  ),
  RECORDED_DATE_INVALID: value(
    "`eventDate`, or `year`, `month` and `day`, is no date of the calendar, or is not written as in ISO 8601.",
    "Write ISO 8601: `2023-06-18`, `2023-06`, `2023`, with a time or as `start/end`.",
  ),
  RECORDED_DATE_MISMATCH: value(
    "`year`, `month` and `day` lie outside `eventDate`.",
    "Correct one of them, or leave `year`, `month` and `day` empty.",
  ),
  RECORDED_DATE_UNLIKELY: value("`eventDate` lies in the future, or before 1600.", "Correct the date."),
  IDENTIFIED_DATE_INVALID: value(
    "`dateIdentified` is no date of the calendar, or is not written as in ISO 8601.",
    "Write ISO 8601: `2023-06-18`.",
  ),
  IDENTIFIED_DATE_UNLIKELY: value("`dateIdentified` lies in the future, or before 1700.", "Correct the date."),
  MODIFIED_DATE_INVALID: value(
    "`modified` is no date of the calendar, or is not written as in ISO 8601.",
    "Write ISO 8601: `2023-06-18`.",
  ),
  MODIFIED_DATE_UNLIKELY: value("`modified` lies in the future, or before 1970.", "Correct the date."),
  GEOREFERENCED_DATE_INVALID: value(
    "`georeferencedDate` is no date of the calendar, or is not written as in ISO 8601.",
    "Write ISO 8601: `2023-06-18`.",
  ),
  GEOREFERENCED_DATE_UNLIKELY: value("`georeferencedDate` lies in the future, or before 1700.", "Correct the date."),
  COORDINATE_INVALID: value(
    "A coordinate is not a decimal number, or one of the two is missing.",
    "Write decimal degrees, such as `-33.865143`, into both columns.",
  ),
  COORDINATE_OUT_OF_RANGE: value(
    "A latitude is beyond 90 degrees, or a longitude beyond 180.",
    "Correct the coordinates.",
  ),
  PRESUMED_SWAPPED_COORDINATE: value(
    "The latitude is beyond 90 degrees and the longitude is not: the two are perhaps swapped.",
    "Swap the columns, or correct the latitude.",
  ),
  ZERO_COORDINATE: value("The coordinates are 0, 0, which usually means that they are unknown.", "Leave both empty."),
  GEODETIC_DATUM_ASSUMED_WGS84: value(
    "Coordinates come without a `geodeticDatum`.",
    "State it, such as `WGS84` or `EPSG:4326`.",
  ),
  GEODETIC_DATUM_INVALID: value(
    "`geodeticDatum` is no code and no name of a known datum.",
    "Write `EPSG:` and the number, or a name such as `WGS84`.",
  ),
  COORDINATE_UNCERTAINTY_METERS_INVALID: value(
    "`coordinateUncertaintyInMeters` is not a number above 0 and at most 5,000,000.",
    "Write metres without a unit, or leave it empty. 0 is not valid.",
  ),
  COORDINATE_PRECISION_INVALID: value(
    "`coordinatePrecision` is not a number from 0 to 1.",
    "Write decimal degrees, such as `0.0001`, or leave it empty.",
  ),
  COUNTRY_INVALID: value(
    "`countryCode` is not a code of ISO 3166-1 alpha-2.",
    "Write two letters, such as `GB` for the United Kingdom.",
  ),
  CONTINENT_INVALID: value(
    "`continent` is not in GBIF's vocabulary.",
    "Use `Africa`, `Antarctica`, `Asia`, `Europe`, `North America`, `Oceania` or `South America`.",
  ),
  ELEVATION_NON_NUMERIC: value("An elevation is not a number.", "Write metres, as a decimal number."),
  ELEVATION_NOT_METRIC: value(
    "An elevation has a unit other than metres.",
    "Convert it to metres, and leave out the unit.",
  ),
  ELEVATION_UNLIKELY: value(
    "An elevation is above 17,000 m or below -11,000 m.",
    "Correct it, or convert it to metres.",
  ),
  ELEVATION_MIN_MAX_SWAPPED: value(
    "`minimumElevationInMeters` is larger than `maximumElevationInMeters`.",
    "Swap the two.",
  ),
  DEPTH_NON_NUMERIC: value("A depth is not a number.", "Write metres, as a decimal number."),
  DEPTH_NOT_METRIC: value("A depth has a unit other than metres.", "Convert it to metres, and leave out the unit."),
  DEPTH_UNLIKELY: value("A depth is negative or beyond 11,000 m.", "Correct it, or convert it to metres."),
  DEPTH_MIN_MAX_SWAPPED: value("`minimumDepthInMeters` is larger than `maximumDepthInMeters`.", "Swap the two."),
  REFERENCES_URI_INVALID: value("`references` is not a web address.", "Write an absolute address, or leave it empty."),
  MULTIMEDIA_URI_INVALID: value(
    "The address of a media file is not a web address, or a media row has none.",
    "Write an absolute address, and percent-encode spaces and other special characters.",
  ),
  MULTIMEDIA_DATE_INVALID: value(
    "`created` of a media file is no date of the calendar, or is not written as in ISO 8601.",
    "Write ISO 8601.",
  ),
} as const;
