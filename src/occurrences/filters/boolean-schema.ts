import { z } from "zod";

const TEXTS: ReadonlyMap<unknown, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** The values that a filter accepts for yes or no: a boolean, or the text `true` or `false`. */
export const BOOLEAN: z.ZodType<boolean> = z.preprocess((given) => TEXTS.get(given) ?? given, z.boolean());
