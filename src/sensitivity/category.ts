/**
 * The degree to which the place of a sensitive record is generalised (Chapman 2020, categories 1 to 4). `"withheld"`
 * publishes no coordinates. A number is the size in degrees of the grid whose cell stands for the place.
 */
export type SensitivityCategory = "withheld" | 0.1 | 0.01 | 0.001;

const STRICTEST_FIRST: readonly unknown[] = ["withheld", 0.1, 0.01, 0.001] satisfies readonly SensitivityCategory[];

/** Whether a value is a category. */
export function isCategory(value: unknown): value is SensitivityCategory {
  return STRICTEST_FIRST.includes(value);
}

/** The stricter of two categories; null is none. */
export function stricter(a: SensitivityCategory | null, b: SensitivityCategory | null): SensitivityCategory | null {
  if (a === null || b === null) return a ?? b;
  return STRICTEST_FIRST.indexOf(a) <= STRICTEST_FIRST.indexOf(b) ? a : b;
}
