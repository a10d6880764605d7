import { type PackageRow, rowOf } from "../data-package/package-rows.js";
import type { PackageField } from "../data-package/package-table.js";
import type { PackageValue, TableMap } from "../data-package/table-map.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import type { GuardedRow, RowGuard } from "../sensitivity/terms/guarded-row.js";
import { PublicTable } from "../sensitivity/terms/public-table.js";
import type { RowFacts } from "../sensitivity/terms/row-facts.js";
import { addressesOf } from "../sensitivity/terms/term-reader.js";
import { type Treatment, treatmentOf } from "../sensitivity/terms/treatment-of.js";
import { EVENT } from "./tables/event-table.js";
import { IDENTIFICATION } from "./tables/identification-table.js";
import { MEDIA } from "./tables/media-table.js";
import { OCCURRENCE } from "./tables/occurrence-table.js";

/** A row of a table, and which pictures are not written with it. */
interface ShownRow extends GuardedRow<never> {
  readonly hidden: (text: string) => boolean;
}

type Values = TableMap<never, undefined>["values"];
type Value = NonNullable<Values[number]>;

/** The tables that have rows of sensitive rows too. */
const KEPT: ReadonlySet<string> = new Set([EVENT.name, OCCURRENCE.name, IDENTIFICATION.name]);
const MEDIA_KEYS: ReadonlySet<string> = new Set([
  ...["media_pk", "mediaID", "media_fk", "derivedFromMediaID", "isPartOfMediaID"],
]);
const ADDRESS = "dcterms:identifier";
/** Of fields whose term does not say it: the standard requires a category of each event. */
const TREATMENTS: Readonly<Record<string, Treatment>> = { eventCategory: "public" };
/** Of fields that are written of sensitive rows though the host gives no value. */
const NOTES: ReadonlySet<Treatment> = new Set(["uncertainty", "withheldNote", "generalizationNote"]);

/** One table as a policy leaves it. */
export class GuardedTable {
  /** Of the fields that have values. */
  readonly terms: readonly (string | undefined)[];
  readonly #given: TableMap<never, undefined>;
  readonly #public: PublicTable<never, undefined>;
  readonly #map: TableMap<ShownRow, undefined>;
  /** The values that name pictures. */
  readonly #pictures: readonly Value[];

  constructor(map: TableMap<never, undefined>, policy: SensitivityPolicy) {
    const { table, values } = map;
    const fields = table.fields.map((field, index) => ({
      ...{ name: field.name, term: termOf(table.name, field), value: values[index] ?? null },
    }));
    const filled = fields.flatMap(({ value, ...field }) => (value === null ? [] : [{ ...field, value }]));
    this.terms = filled.map(({ term }) => term);
    this.#given = map;
    // Of fields with one term the last one decides, and a table's key is the first.
    this.#public = new PublicTable([...filled].reverse(), policy);
    this.#pictures = filled
      .filter(({ name, term }) => MEDIA_KEYS.has(name) || treatmentOf(term) === "media")
      .map(({ value }) => value);
    this.#map = { table, values: fields.map((field) => this.#valueOf(field)) };
  }

  get name(): string {
    return this.#given.table.name;
  }

  get map(): TableMap<never, undefined> {
    return this.#map;
  }

  factsOf(row: never): RowFacts {
    return this.#public.reader.factsOf(row, undefined);
  }

  /** Whether a row is written, and none that is a secret picture or belongs to one. */
  shows(row: never, { category }: RowGuard, hidden: (text: string) => boolean): boolean {
    if (KEPT.has(this.name)) return true;
    return category === null && !this.#pictures.some((value) => names(value(row, undefined), hidden));
  }

  /** The key of a row of media. */
  keyOf(row: never): string {
    const { table, values } = this.#given;
    return String(values[table.fields.findIndex(({ name }) => name === table.primaryKey)]?.(row, undefined) ?? "");
  }

  shown(row: never, guard: RowGuard, hidden: (text: string) => boolean): PackageRow<undefined> {
    return rowOf(this.#map, { row, guard, hidden });
  }

  #valueOf({ name, term, value }: { name: string; term: string | undefined; value: Value | null }) {
    const treatment = TREATMENTS[name] ?? (MEDIA_KEYS.has(name) ? "link" : treatmentOf(term));
    if (value === null && !NOTES.has(treatment)) return null;
    const shown = this.#public.valueOf<PackageValue>({ term, value: value ?? (() => null) }, treatment);
    if (!MEDIA_KEYS.has(name)) return shown;
    return (row: ShownRow, context: undefined) => {
      const key = shown(row, context);
      return names(key, row.hidden) ? null : key;
    };
  }
}

/** Whether a cell names a picture that is hidden. */
function names(cell: PackageValue, hidden: (text: string) => boolean): boolean {
  return addressesOf(String(cell ?? "")).some(hidden);
}

/** The term by which a field is treated. Keys of other things than media have the term of addresses, too. */
function termOf(table: string, { name, term }: PackageField): string | undefined {
  if (MEDIA_KEYS.has(name)) return ADDRESS;
  const isLink = ["media", "link"].includes(treatmentOf(term));
  return isLink && (table !== MEDIA.name || name.endsWith("_fk")) ? undefined : term;
}
