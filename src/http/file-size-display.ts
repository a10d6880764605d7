const UNITS = ["KB", "MB", "GB", "TB", "PB"] as const;

/**
 * A size as people read it, in powers of 1024: `1 byte`, `1023 bytes`, `1.2 KB`. One decimal, rounded half to even on the exact value;
 * a no-break space before the unit. Null for null and for 0.
 *
 * @example console.log(`${name}, ${fileSizeDisplay(size)}`);
 */
export function fileSizeDisplay(bytes: number | null): string | null {
  if (bytes === null || bytes === 0) return null;
  if (bytes < 1024) return bytes === 1 ? "1\u00a0byte" : `${bytes}\u00a0bytes`;
  const power = Math.min(UNITS.length, Math.floor(Math.log2(bytes) / 10));
  const tenths = roundHalfToEven(BigInt(bytes) * 10n, 1024n ** BigInt(power));
  return `${tenths / 10n}.${tenths % 10n}\u00a0${UNITS[power - 1]}`;
}

function roundHalfToEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}
