const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * An exact number, or its text, as a whole number of its last digits: `1.5` with two digits after the point is 150n.
 *
 * @throws TypeError for a value with more digits before or after the point than there is room for.
 */
export function decimalOf(value: unknown, [precision, scale]: readonly [precision: number, scale: number]): bigint {
  const given = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    typeof given === "string" ? (DECIMAL.exec(given) ?? []) : [];
  if (sign === undefined) throw new TypeError("The value is not a decimal number.");
  const shift = scale - fraction.length + Number(exponent);
  const digits = shift >= 0 ? `${whole}${fraction}${"0".repeat(shift)}` : cut(`${whole}${fraction}`, -shift);
  if (digits.replace(/^0+/, "").length > precision) throw new TypeError("The number is too large for its column.");
  return BigInt(digits) * (sign === "-" ? -1n : 1n);
}

/** The text of {@link decimalOf}: 150n with two digits after the point is `1.50`. */
export function exactText(digits: bigint, scale: number): string {
  const [sign, text] = digits < 0n ? ["-", String(-digits)] : ["", String(digits)];
  if (scale === 0) return `${sign}${text}`;
  const padded = text.padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function cut(digits: string, count: number): string {
  const padded = digits.padStart(count + 1, "0");
  if (/[1-9]/.test(padded.slice(-count))) throw new TypeError("The number has more digits than its column.");
  return padded.slice(0, -count);
}
