import type { VALUE_CHECKS } from "../../../src/dwca/checks/value-checks.js";
import type { Fault } from "./faults.js";
import { archiveOf, changed, withCell } from "./sound-archive.js";

const cell = (file: string, column: string, value: string, also: Fault["also"] = []): Fault => ({
  bytes: () => archiveOf(withCell(file, column, value)),
  also,
});
const event = (column: string, value: string, also?: Fault["also"]): Fault => cell("event.txt", column, value, also);
const occurrence = (column: string, value: string, also?: Fault["also"]): Fault =>
  cell("occurrence.txt", column, value, also);
const media = (column: string, value: string): Fault => cell("multimedia.txt", column, value);
/** Replaces the three cells of the position. */
const position = (latitude: string, longitude: string): Fault => ({
  bytes: () => archiveOf(changed("event.txt", "51.5\t4.76\t", `${latitude}\t${longitude}\t`)),
});
const dates = (...values: readonly string[]): readonly Fault[] => values.map((value) => event("eventDate", value));

export const VALUE_FAULTS: Readonly<Record<keyof typeof VALUE_CHECKS, readonly Fault[]>> = {
  BASIS_OF_RECORD_INVALID: [occurrence("basisOfRecord", "Photograph"), occurrence("basisOfRecord", "")],
  OCCURRENCE_STATUS_UNPARSABLE: [occurrence("occurrenceStatus", "notDetected")],
  OCCURRENCE_STATUS_INFERRED_FROM_INDIVIDUAL_COUNT: [
    { bytes: () => archiveOf(changed("occurrence.txt", "absent\t0", "\t0")) },
  ],
  INDIVIDUAL_COUNT_INVALID: [occurrence("individualCount", "-1"), occurrence("individualCount", "1.5")],
  INDIVIDUAL_COUNT_CONFLICTS_WITH_OCCURRENCE_STATUS: [
    occurrence("individualCount", "0"),
    occurrence("occurrenceStatus", "absent"),
  ],
  RECORDED_DATE_INVALID: [
    ...dates(
      "2023-02-30",
      "2023-13",
      "18.6.2023",
      "2023-06-18T25:00",
      "2023-06-19/2023-06-18",
      "2023-6-1",
      "2023-06-18/x",
    ),
    event("year", "MMXXIII"),
  ],
  RECORDED_DATE_MISMATCH: [event("year", "2022")],
  RECORDED_DATE_UNLIKELY: [
    event("eventDate", "1523-06-18", ["RECORDED_DATE_MISMATCH"]),
    event("eventDate", "9999-01-01", ["RECORDED_DATE_MISMATCH"]),
  ],
  IDENTIFIED_DATE_INVALID: [occurrence("dateIdentified", "yesterday")],
  IDENTIFIED_DATE_UNLIKELY: [occurrence("dateIdentified", "1666")],
  MODIFIED_DATE_INVALID: [occurrence("modified", "2023-06-31")],
  MODIFIED_DATE_UNLIKELY: [occurrence("modified", "1969-12-31")],
  GEOREFERENCED_DATE_INVALID: [event("georeferencedDate", "20th of June")],
  GEOREFERENCED_DATE_UNLIKELY: [event("georeferencedDate", "2999")],
  COORDINATE_INVALID: [position("51,5", "4.76"), position("51.5", "4°45'"), position("51.5", ""), position("", "4.76")],
  COORDINATE_OUT_OF_RANGE: [position("51.5", "180.1"), position("-200", "4.76")],
  PRESUMED_SWAPPED_COORDINATE: [position("104.76", "51.5")],
  ZERO_COORDINATE: [position("0", "0.0")],
  GEODETIC_DATUM_ASSUMED_WGS84: [event("geodeticDatum", "")],
  GEODETIC_DATUM_INVALID: [event("geodeticDatum", "flat")],
  COORDINATE_UNCERTAINTY_METERS_INVALID: ["0", "-5", "30 m", "6000000"].map((value) =>
    event("coordinateUncertaintyInMeters", value),
  ),
  COORDINATE_PRECISION_INVALID: [event("coordinatePrecision", "2"), event("coordinatePrecision", "exact")],
  COUNTRY_INVALID: [event("countryCode", "UK"), event("countryCode", "GBR")],
  CONTINENT_INVALID: [event("continent", "Gondwana")],
  ELEVATION_NON_NUMERIC: [event("minimumElevationInMeters", "high")],
  ELEVATION_NOT_METRIC: [event("minimumElevationInMeters", "30 ft")],
  ELEVATION_UNLIKELY: [event("maximumElevationInMeters", "17001")],
  ELEVATION_MIN_MAX_SWAPPED: [event("minimumElevationInMeters", "21")],
  DEPTH_NON_NUMERIC: [event("maximumDepthInMeters", "deep")],
  DEPTH_NOT_METRIC: [event("maximumDepthInMeters", "3 fathoms")],
  DEPTH_UNLIKELY: [event("maximumDepthInMeters", "11001"), event("minimumDepthInMeters", "-1")],
  DEPTH_MIN_MAX_SWAPPED: [event("minimumDepthInMeters", "2")],
  REFERENCES_URI_INVALID: [event("references", "e1.html")],
  MULTIMEDIA_URI_INVALID: ["", "crops/1.jpg", "https://media.example.org/night 1.jpg", "s3://bucket/1.jpg"].map(
    (value) => media("identifier", value),
  ),
  MULTIMEDIA_DATE_INVALID: [media("created", "2023-06-18 22:00")],
};
