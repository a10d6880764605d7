import type { SensitivityPolicy } from "../sensitivity-policy.js";
import type { GuardedRow } from "./guarded-row.js";
import { publicCell } from "./public-cell.js";
import { TermReader, type TermField } from "./term-reader.js";
import { treatmentOf, type Treatment } from "./treatment-of.js";

/** A field that has a column. */
export interface ValueField<Row, Context, Value> {
  readonly term?: string | undefined;
  value(row: Row, context: Context): Value;
}

/** The cells of a table as a policy leaves them. */
export class PublicTable<Row, Context> {
  readonly reader: TermReader<Row, Context>;
  readonly #policy: SensitivityPolicy;

  constructor(fields: readonly TermField<Row, Context>[], policy: SensitivityPolicy) {
    this.reader = new TermReader(fields);
    this.#policy = policy;
  }

  /** The function that reads what is public of a field. */
  valueOf<Value>(
    field: ValueField<Row, Context, Value>,
    treatment: Treatment = treatmentOf(field.term),
  ): (row: GuardedRow<Row>, context: Context) => Value | string | number | null {
    return ({ row, guard }, context) =>
      publicCell(
        { treatment, value: () => field.value(row, context), point: () => this.reader.pointOf(row, context) },
        { policy: this.#policy, guard },
      );
  }

  /** Fields that say what the policy did, as far as the table has none with their terms. */
  notes(terms: readonly string[]): readonly ValueField<GuardedRow<Row>, Context, string | number | null>[] {
    return terms
      .filter((term) => !this.reader.has(term))
      .map((term) => ({ term, value: this.valueOf<string | number | null>({ term, value: () => null }) }));
  }
}

/** The terms of {@link PublicTable.notes}. The uncertainty stands only beside coordinates. */
export function noteTerms(
  reader: { has(term: string): boolean },
  { records }: { readonly records: boolean },
): readonly string[] {
  const placed = reader.has("dwc:decimalLatitude") ? ["dwc:coordinateUncertaintyInMeters"] : [];
  return records ? [...placed, "dwc:informationWithheld", "dwc:dataGeneralizations"] : placed;
}
