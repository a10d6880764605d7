/**
 * A finite number as a decimal fraction: the shortest digits that give the same number again, with `.0` where there would be
 * neither point nor exponent (`100.0`, `0.331`, `1e-7`). Negative zero is `0.0`.
 */
export function floatText(value: number): string {
  const text = String(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}
