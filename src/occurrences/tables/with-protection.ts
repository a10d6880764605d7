import type { Occurrence } from "../model/occurrence.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { OccurrenceNeed } from "../model/occurrence-query.js";

/** A column of a file of occurrences. */
interface ProtectionColumn {
  readonly name: string;
  readonly needs: readonly OccurrenceNeed[];
  value(row: Occurrence): string | null;
}

const COLUMNS: readonly ProtectionColumn[] = Object.freeze([
  column("information_withheld", ({ protection }) => protection?.informationWithheld ?? null),
  column("data_generalizations", ({ protection }) => protection?.dataGeneralizations ?? null),
]);

/** The names of the columns in which a policy says what it has done. */
export const PROTECTION_COLUMNS: readonly string[] = Object.freeze(COLUMNS.map(({ name }) => name));

/** Adds the columns in which a policy says what it has done, after the others. */
export function withProtection<Column extends { readonly name: string }>(
  columns: readonly Column[],
  policy: SensitivityPolicy | undefined,
): readonly (Column | ProtectionColumn)[] {
  return policy === undefined ? columns : [...columns, ...COLUMNS];
}

function column(name: string, value: ProtectionColumn["value"]): ProtectionColumn {
  return Object.freeze({ name, needs: Object.freeze([]), value });
}
