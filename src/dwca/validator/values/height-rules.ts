import { NAMESPACES } from "../../../values/namespaces.js";
import { decimal } from "./decimal.js";
import type { Say, ValueCode, ValueRule } from "./value-rule.js";

const { dwc } = NAMESPACES;

interface HeightCodes {
  readonly nonNumeric: ValueCode;
  readonly notMetric: ValueCode;
  readonly unlikely: ValueCode;
  readonly swapped: ValueCode;
}

/** Rules for elevations and depths. */
export const HEIGHT_RULES: readonly ValueRule[] = [
  heightRule(
    "Elevation",
    { from: -11_000, to: 17_000 },
    {
      nonNumeric: "ELEVATION_NON_NUMERIC",
      notMetric: "ELEVATION_NOT_METRIC",
      unlikely: "ELEVATION_UNLIKELY",
      swapped: "ELEVATION_MIN_MAX_SWAPPED",
    },
  ),
  heightRule(
    "Depth",
    { from: 0, to: 11_000 },
    {
      nonNumeric: "DEPTH_NON_NUMERIC",
      notMetric: "DEPTH_NOT_METRIC",
      unlikely: "DEPTH_UNLIKELY",
      swapped: "DEPTH_MIN_MAX_SWAPPED",
    },
  ),
];

function heightRule(
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
  codes: HeightCodes,
): ValueRule {
  return {
    terms: [`${dwc}minimum${name}InMeters`, `${dwc}maximum${name}InMeters`],
    check: (values, say) => {
      const [least, most] = values.map((text, at) => metres(text, at, { codes, say }));
      for (const [at, height] of [least, most].entries())
        if (typeof height === "number" && (height < from || height > to)) say(codes.unlikely, at);
      if (typeof least === "number" && typeof most === "number" && least > most) say(codes.swapped, 0);
    },
  };
}

function metres(text: string, at: number, { codes, say }: { codes: HeightCodes; say: Say }): number | null {
  if (text === "") return null;
  const number = decimal(text.replace(/\s*(?:m|metres?|meters?)\.?$/i, ""));
  if (number === null)
    say(
      /\d\s*(?:ft|feet|foot|fathoms?|yds?|km|mi(?:les?)?|')\.?$/i.test(text) ? codes.notMetric : codes.nonNumeric,
      at,
    );
  return number;
}
