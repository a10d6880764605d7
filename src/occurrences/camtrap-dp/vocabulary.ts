/** The sexes that Camtrap DP has. */
export const SEXES = ["female", "male"] as const;
/** The life stages that Camtrap DP has. */
export const LIFE_STAGES = ["adult", "subadult", "juvenile"] as const;

/** The word of a list that a text is, in any letter case; null where it is none. */
export function wordOf<Word extends string>(text: string | null | undefined, words: readonly Word[]): Word | null {
  const given = text?.trim().toLowerCase();
  return words.find((word) => word === given) ?? null;
}
