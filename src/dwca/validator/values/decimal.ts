/** The number that a text writes in decimal digits; null for anything else, such as a unit or a comma. */
export function decimal(text: string): number | null {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
