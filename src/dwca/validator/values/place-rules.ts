import { NAMESPACES } from "../../../values/namespaces.js";
import { COUNTRY_CODES } from "../../../values/country-codes.js";
import { decimal } from "./decimal.js";
import { isDatum } from "./datum.js";
import type { Say, ValueRule } from "./value-rule.js";

const { dwc } = NAMESPACES;
const dwcTerms = (...names: readonly string[]): readonly string[] => names.map((name) => dwc + name);

const CONTINENTS: ReadonlySet<string> = new Set([
  "africa",
  "antarctica",
  "asia",
  "europe",
  "northamerica",
  "oceania",
  "southamerica",
]);
const MOST_UNCERTAIN_METRES = 5_000_000;

/** Rules for coordinates, countries and continents. */
export const PLACE_RULES: readonly ValueRule[] = [
  {
    terms: dwcTerms("decimalLatitude", "decimalLongitude", "geodeticDatum"),
    check: ([latitude = "", longitude = "", datum = ""], say) => {
      if (datum !== "" && !isDatum(datum)) say("GEODETIC_DATUM_INVALID", 2);
      if (latitude === "" && longitude === "") return;
      const [north, east] = [decimal(latitude), decimal(longitude)];
      if (north === null) say("COORDINATE_INVALID", 0);
      if (east === null) say("COORDINATE_INVALID", 1);
      if (north === null || east === null) return;
      checkPosition(north, east, say);
      if (datum === "") say("GEODETIC_DATUM_ASSUMED_WGS84", 2);
    },
  },
  {
    terms: dwcTerms("coordinateUncertaintyInMeters"),
    check: ([text = ""], say) => {
      const metres = decimal(text);
      if (text !== "" && (metres === null || metres <= 0 || metres > MOST_UNCERTAIN_METRES))
        say("COORDINATE_UNCERTAINTY_METERS_INVALID", 0);
    },
  },
  {
    terms: dwcTerms("coordinatePrecision"),
    check: ([text = ""], say) => {
      const degrees = decimal(text);
      if (text !== "" && (degrees === null || degrees < 0 || degrees > 1)) say("COORDINATE_PRECISION_INVALID", 0);
    },
  },
  {
    terms: dwcTerms("countryCode"),
    check: ([text = ""], say) => {
      if (text !== "" && !COUNTRY_CODES.has(text.toUpperCase())) say("COUNTRY_INVALID", 0);
    },
  },
  {
    terms: dwcTerms("continent"),
    check: ([text = ""], say) => {
      if (text !== "" && !CONTINENTS.has(text.toLowerCase().replace(/[\s_]/g, ""))) say("CONTINENT_INVALID", 0);
    },
  },
];

function checkPosition(north: number, east: number, say: Say): void {
  if (Math.abs(north) > 90 && Math.abs(north) <= 180 && Math.abs(east) <= 90) say("PRESUMED_SWAPPED_COORDINATE", 0);
  else {
    if (Math.abs(north) > 90) say("COORDINATE_OUT_OF_RANGE", 0);
    if (Math.abs(east) > 180) say("COORDINATE_OUT_OF_RANGE", 1);
  }
  if (north === 0 && east === 0) say("ZERO_COORDINATE", 0);
}
