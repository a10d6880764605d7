import { dateRules } from "./date-rules.js";
import { HEIGHT_RULES } from "./height-rules.js";
import { MEDIA_RULES } from "./media-rules.js";
import { OCCURRENCE_RULES } from "./occurrence-rules.js";
import { PLACE_RULES } from "./place-rules.js";
import type { ValueRule } from "./value-rule.js";

/** All rules for values. */
export function valueRules(): readonly ValueRule[] {
  return [...OCCURRENCE_RULES, ...dateRules(Date.now()), ...PLACE_RULES, ...HEIGHT_RULES, ...MEDIA_RULES];
}
