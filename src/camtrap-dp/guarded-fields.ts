import type { PackageTable } from "../data-package/package-table.js";
import type { PackageValue, TableValues } from "../data-package/table-map.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import type { GuardedRow } from "../sensitivity/terms/guarded-row.js";
import { PublicTable } from "../sensitivity/terms/public-table.js";
import type { RowFacts } from "../sensitivity/terms/row-facts.js";
import { type Treatment, treatmentOf } from "../sensitivity/terms/treatment-of.js";
import { timeSpan } from "./time-span.js";

/** The values of a table's fields, by their names. */
export type Values<Row, Name extends string> = TableValues<Row, unknown, Name>;
type Value<Row> = (row: Row, context: unknown) => PackageValue;

/** The fields of one table as a policy leaves them. */
export class GuardedFields<Row, Name extends string> {
  /** Of the fields that have values. */
  readonly terms: readonly (string | undefined)[];
  protected readonly given: Values<Row, Name>;
  readonly #fields: PackageTable<Name>["fields"];
  readonly #public: PublicTable<Row, unknown>;

  constructor({ fields }: PackageTable<Name>, given: Values<Row, Name>, policy: SensitivityPolicy) {
    this.given = given;
    this.#fields = fields.filter(({ name }) => given[name] !== undefined);
    this.terms = this.#fields.map(({ term }) => term);
    this.#public = new PublicTable(
      this.#fields.map(({ name, term }) => ({ term, value: given[name] })),
      policy,
    );
  }

  factsOf(row: Row): RowFacts {
    return this.#public.reader.factsOf(row, undefined);
  }

  /** The values of all fields that have some. @param treatments - of those whose term does not say it. */
  protected values(treatments: Readonly<Partial<Record<Name, Treatment>>>): Values<GuardedRow<Row>, Name> {
    const values = new Map(this.#fields.map(({ name, term }) => [name, this.value(name, term, treatments[name])]));
    return Object.fromEntries(values) as Values<GuardedRow<Row>, Name>; // the names are those of the table
  }

  /** The value of a field, of one without a value too. */
  protected value(name: Name, term: string | undefined, treatment = treatmentOf(term)): Value<GuardedRow<Row>> {
    const value = this.given[name] ?? (() => null);
    return this.#public.valueOf<PackageValue>({ term, value }, treatment);
  }

  /**
   * The values of times: a date that became coarse is its first or last second, by the offset of the time that it was.
   *
   * @param shown - the public values.
   */
  protected moments(
    shown: Values<GuardedRow<Row>, Name>,
    ends: Readonly<Partial<Record<Name, "start" | "end">>>,
  ): Values<GuardedRow<Row>, Name> {
    const times = this.#fields.flatMap(({ name }) => {
      const [given, value, end] = [this.given[name], shown[name], ends[name]];
      if (given === undefined || value === undefined || end === undefined) return [];
      const moment: Value<GuardedRow<Row>> = (row, context) =>
        momentOf(value(row, context), String(given(row.row, context)), end);
      return [[name, moment] as const];
    });
    return Object.fromEntries(times) as Values<GuardedRow<Row>, Name>; // the names are those of the table
  }

  /** The text of a field as the host has it. */
  protected text(row: Row, name: Name): string {
    return String(this.given[name]?.(row, undefined) ?? "");
  }
}

function momentOf(shown: PackageValue, given: string, end: "start" | "end"): PackageValue {
  const offset = /(?:Z|[+-]\d\d:?\d\d)$/.exec(given)?.[0];
  if (!isCoarse(shown) || offset === undefined) return shown;
  return timeSpan(String(shown), { offsetOf: () => offset })?.[end];
}

/** Whether a policy has made a time coarse. */
export function isCoarse(text: PackageValue): boolean {
  return typeof text === "string" && !text.includes("T");
}
