import { dateOfDay, dayRange, type DayRange } from "../../values/calendar.js";
import type { DwcTable } from "../tables/dwc-table.js";
import { NAMESPACES } from "../../values/namespaces.js";
import type { EmlCoverage } from "./eml-document.js";
import { Longitudes } from "../../values/longitudes.js";
import { TaxonCoverage } from "./taxon-coverage.js";

type Extent = { readonly from: number; readonly to: number } | null;

/** The most localities that a geographic description names. */
export const LOCALITIES_LIMIT = 50;

const { dwc, dcterms } = NAMESPACES;

/** The terms that a coverage is made of. */
const TERMS = {
  latitude: `${dwc}decimalLatitude`,
  longitude: `${dwc}decimalLongitude`,
  locality: `${dwc}locality`,
  eventDate: `${dwc}eventDate`,
  modified: `${dcterms}modified`,
  scientificName: `${dwc}scientificName`,
  taxonRank: `${dwc}taxonRank`,
  vernacularName: `${dwc}vernacularName`,
  family: `${dwc}family`,
  order: `${dwc}order`,
} as const;

type Covered = keyof typeof TERMS;

/** Reads the covered cells of a table's rows. */
type CellReader = (name: Covered, cells: readonly string[]) => string;

/**
 * The coverage of an archive's rows, gathered from the cells as written, in bounded memory. It holds the box around
 * coordinates, the first and last date, the taxa, and the date of the newest change.
 */
export class CellCoverage {
  readonly #readers = new Map<unknown, CellReader | null>();
  #newest: number | null = null;
  #dates: DayRange | null = null;
  #latitudes: Extent = null;
  readonly #longitudes = new Longitudes();
  readonly #localities = new Set<string>();
  readonly #taxa = new TaxonCoverage();

  /** The date of the newest `dcterms:modified`; null when no row has one. */
  get newest(): string | null {
    return this.#newest === null ? null : dateOfDay(this.#newest);
  }

  /** Takes the cells of a row of a table, in the order of its columns. */
  add(table: DwcTable<never, never>, cells: readonly string[]): void {
    const read = this.#readerOf(table);
    if (read === null) return;
    this.#addModified(read("modified", cells));
    this.#addDates(read("eventDate", cells));
    this.#addPlace(read, cells);
    this.#taxa.add({
      scientificName: read("scientificName", cells),
      taxonRank: read("taxonRank", cells),
      vernacularName: read("vernacularName", cells),
      family: read("family", cells),
      order: read("order", cells),
    });
  }

  /** @param place - its description, by default the localities' names; and what to say when they have none. */
  summary(place: { readonly description?: string | undefined; readonly fallback: string }): EmlCoverage {
    const [latitudes, longitudes] = [this.#latitudes, this.#longitudes.span()];
    const [begin, end] = [this.#dates?.from, this.#dates?.to].map((day) => (day === undefined ? null : dateOfDay(day)));
    const geographic = latitudes &&
      longitudes && {
        description: place.description ?? (this.#localityNames() || place.fallback),
        ...longitudes,
        north: latitudes.to,
        south: latitudes.from,
      };
    return { geographic, temporal: begin && end ? { begin, end } : null, taxa: this.#taxa.summary() };
  }

  #readerOf(table: DwcTable<never, never>): CellReader | null {
    const known = this.#readers.get(table);
    if (known !== undefined) return known;
    const reader = cellReader(table);
    this.#readers.set(table, reader);
    return reader;
  }

  #addModified(cell: string): void {
    const day = daysOf(cell)?.from;
    if (day !== undefined && (this.#newest === null || day > this.#newest)) this.#newest = day;
  }

  #addDates(cell: string): void {
    const days = daysOf(cell);
    if (days !== null) this.#dates = widened(widened(this.#dates, days.from), days.to);
  }

  #addPlace(read: CellReader, cells: readonly string[]): void {
    const [latitude, longitude] = [read("latitude", cells), read("longitude", cells)];
    if (latitude.trim() === "" || longitude.trim() === "") return;
    if (Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180) {
      this.#latitudes = widened(this.#latitudes, Number(latitude));
      this.#longitudes.add(Number(longitude));
    }
    const name = read("locality", cells).trim();
    if (this.#localities.size <= LOCALITIES_LIMIT && name !== "") this.#localities.add(name);
  }

  #localityNames(): string {
    const names = [...this.#localities];
    return names.slice(0, LOCALITIES_LIMIT).join("; ") + (names.length > LOCALITIES_LIMIT ? "; …" : "");
  }
}

/** Null for a table without any covered term. An empty cell means what the field says by default (Darwin Core text guide §2.4). */
function cellReader({ columns, constants }: DwcTable<never, never>): CellReader | null {
  const places = new Map<Covered, { readonly index: number; readonly fallback: string }>();
  for (const [name, term] of Object.entries(TERMS) as [Covered, string][]) {
    const index = columns.findIndex(({ field }) => field?.term === term);
    const field = columns[index]?.field ?? constants.find((constant) => constant.term === term);
    if (field !== undefined) places.set(name, { index, fallback: field.default ?? "" });
  }
  if (places.size === 0) return null;
  return (name, cells) => {
    const place = places.get(name);
    return place === undefined ? "" : cells[place.index] || place.fallback;
  };
}

/** The days that a cell names; null for what is no date of the calendar. What stands after a day may have any form. */
function daysOf(cell: string): DayRange | null {
  const days = dayRange(cell.trim());
  if (days !== null || cell === "") return days;
  const parts = cell.split("/").map((part) => dayRange(part.trim().slice(0, "YYYY-MM-DD".length)));
  const [first, last] = [parts[0], parts.at(-1)];
  return first && last && first.from <= last.to ? { from: first.from, to: last.to } : null;
}

function widened(extent: Extent, value: number): { readonly from: number; readonly to: number } {
  return { from: Math.min(value, extent?.from ?? value), to: Math.max(value, extent?.to ?? value) };
}
