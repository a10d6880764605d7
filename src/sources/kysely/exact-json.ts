/** A text of JSON, or a number outside of one. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * Matches a number that a double may not hold. Without a match every number has 15 digits at most, which a double holds
 * (ECMA-262 §6.1.6.1).
 */
const MAY_BE_INEXACT = /[\d.]{16}|\d[eE]/;

/**
 * Parses JSON and keeps every digit: a number that no double holds (`9007199254740993`, `0.12345678901234567890`, `1e400`) becomes its text.
 * Zeros that change no value are left out: `1.10` is 1.1.
 *
 * @throws SyntaxError for what is no JSON.
 */
export function exactJson(json: string): unknown {
  if (!MAY_BE_INEXACT.test(json)) return JSON.parse(json);
  return JSON.parse(json.replace(TOKENS, (token) => (token[0] === '"' || isExact(token) ? token : `"${token}"`)));
}

function isExact(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  return decimal(token) === decimal(String(value));
}

/** The digits of a number without zeros around them, and the place of the first one: `12e3` for 1200 and for 1.2e3. */
function decimal(token: string): string {
  const [mantissa = "", exponent = "0"] = token.toLowerCase().replace("-", "").split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const place = Number(exponent) - fraction.length + digits.length;
  const significant = digits.replace(/0+$/, "");
  return significant === "" ? "0" : `${significant}e${place}`;
}
