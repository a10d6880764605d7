import { ExportError } from "../../contracts/export-error.js";
import type { Point } from "../grid.js";
import type { RowFacts } from "./row-facts.js";
import { sightedTaxon, TAXON_TERMS } from "./sighted-taxon.js";
import { termName } from "./term-name.js";
import { treatmentOf } from "./treatment-of.js";

/** A column of a format or a field of an archive, as a policy sees it. */
export interface TermField<Row, Context> {
  readonly term?: string | undefined;
  /** The value of an empty cell. */
  readonly default?: string | undefined;
  readonly value?: ((row: Row, context: Context) => unknown) | undefined;
}

/** Reads the cells of one table that decide what is sensitive. */
export class TermReader<Row, Context> {
  readonly #fields: ReadonlyMap<string, TermField<Row, Context>>;
  readonly #links: readonly TermField<Row, Context>[];

  constructor(fields: readonly TermField<Row, Context>[]) {
    this.#fields = new Map(fields.map((field) => [termName(field.term), field]));
    this.#links = fields.filter(({ term }) => ["media", "link"].includes(treatmentOf(term)));
  }

  /** Whether the table has a term. */
  has(term: string): boolean {
    return this.#fields.has(term);
  }

  /** @throws ExportError `POLICY_FAILED` when a cell that decides cannot be read. */
  factsOf(row: Row, context: Context): RowFacts {
    const cells = new Map<string, string>();
    const cell = (term: string) => {
      const known = cells.get(term) ?? textOf(this.#fields.get(term), row, context);
      cells.set(term, known);
      return known;
    };
    const [station, point] = [cell("dwc:locationID"), this.pointOf(row, context)];
    const taxon = TAXON_TERMS.some((term) => this.has(term)) ? sightedTaxon(cell) : null;
    return {
      stations: station === "" ? [] : [{ id: station, name: cell("dwc:locality") || station }],
      // An event inherits the place of the one above it.
      events: [cell("dwc:eventID"), cell("dwc:parentEventID")].filter((id) => id !== ""),
      points: point === null ? [] : [`${point.latitude} ${point.longitude}`],
      taxa: taxon === null ? [] : [taxon],
      media: this.#links.flatMap((field) => addressesOf(textOf(field, row, context))),
    };
  }

  /** Returns the point of the row; null where it has none. */
  pointOf(row: Row, context: Context): Point | null {
    const [latitude, longitude] = ["dwc:decimalLatitude", "dwc:decimalLongitude"].map((term) =>
      degreesOf(textOf(this.#fields.get(term), row, context)),
    );
    return latitude === undefined || longitude === undefined ? null : { latitude, longitude };
  }
}

/** The addresses of a cell: `dwc:associatedMedia` is a list. */
export function addressesOf(text: string): readonly string[] {
  return text
    .split("|")
    .map((address) => address.trim())
    .filter((address) => address !== "");
}

function degreesOf(text: string): number | undefined {
  const degrees = text === "" ? Number.NaN : Number(text);
  return Number.isFinite(degrees) ? degrees : undefined;
}

function textOf<Row, Context>(field: TermField<Row, Context> | undefined, row: Row, context: Context): string {
  if (field === undefined) return "";
  const value = read(field, row, context) ?? "";
  if (typeof value === "object" || typeof value === "function" || typeof value === "symbol") {
    const message = `The sensitivity policy cannot decide by a value of ${field.term}, which is not text.`;
    throw new ExportError("POLICY_FAILED", { message });
  }
  const text = String(value).trim();
  return text === "" ? (field.default ?? "") : text;
}

function read<Row, Context>(field: TermField<Row, Context>, row: Row, context: Context): unknown {
  try {
    return field.value?.(row, context);
  } catch (cause) {
    const message = `The sensitivity policy cannot decide by a row, since its ${field.term} cannot be read.`;
    throw new ExportError("POLICY_FAILED", { cause, message });
  }
}
