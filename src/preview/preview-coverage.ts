import type { PreviewedTable } from "../contracts/preview-listener.js";
import { Longitudes } from "../values/longitudes.js";
import { NAMESPACES } from "../values/namespaces.js";
import type { ExportPreview, PreviewExtent, PreviewNight, PreviewStation } from "./export-preview.js";

/** The most nights and stations that are listed. */
const MOST = 1_000;

const TERMS = ["eventDate", "decimalLatitude", "decimalLongitude", "locationID", "locality"] as const;
/** A term of Darwin Core that tells place or time. */
export type CoverageTerm = (typeof TERMS)[number];

/** The place and time of a row; empty texts for none. */
type Sighting = Readonly<Record<CoverageTerm, string>>;

/** The place and time of a preview's rows, read from the cells of columns that have such terms. */
export class PreviewCoverage {
  readonly #columns = new Map<PreviewedTable, ReadonlyMap<CoverageTerm, number>>();
  /** The place and time of core rows, by their ids, for the rows that belong to them. */
  readonly #linked = new Map<string, Sighting>();
  readonly #nights = new Map<string | null, number>();
  readonly #stations = new Map<string | null, PreviewStation>();
  readonly #longitudes = new Longitudes();
  #latitudes: readonly [south: number, north: number] | null = null;
  #dates: readonly [first: string, last: string] | null = null;

  addTable(table: PreviewedTable): void {
    const found = TERMS.map((term) => [term, table.columns.findIndex((column) => isTerm(column.term, term))] as const);
    this.#columns.set(table, new Map(found.filter(([, index]) => index >= 0)));
  }

  /** Whether any table has a column for one of these. */
  has(...terms: readonly CoverageTerm[]): boolean {
    return [...this.#columns.values()].some((columns) => terms.some((term) => columns.has(term)));
  }

  add(table: PreviewedTable, cells: readonly string[]): void {
    const own = this.#read(table, cells);
    if (own !== null) this.#widen(own);
    const id = table.link === null ? undefined : cells[table.link];
    const core = id === undefined ? undefined : this.#linked.get(id);
    if (table.isCounted) this.#count(joined(core, own));
    else if (own !== null && id !== undefined && core === undefined) this.#linked.set(id, own);
  }

  get extent(): PreviewExtent {
    const longitudes = this.#longitudes.span();
    const [south, north] = this.#latitudes ?? [];
    const box = longitudes && south !== undefined && north !== undefined ? { ...longitudes, south, north } : null;
    return { box, dates: this.#dates && { first: this.#dates[0], last: this.#dates[1] } };
  }

  get nights(): readonly PreviewNight[] {
    const nights = [...this.#nights].map(([night, count]) => ({ night, count }));
    return nights.sort((a, b) => compare(a.night ?? "", b.night ?? "")).slice(0, MOST);
  }

  get stations(): readonly PreviewStation[] {
    return [...this.#stations.values()]
      .sort((a, b) => b.count - a.count || compare(a.id ?? "", b.id ?? ""))
      .slice(0, MOST);
  }

  get cut(): ExportPreview["cut"] {
    return [
      ...(this.#nights.size > MOST ? (["nights"] as const) : []),
      ...(this.#stations.size > MOST ? (["stations"] as const) : []),
    ];
  }

  #read(table: PreviewedTable, cells: readonly string[]): Sighting | null {
    const columns = this.#columns.get(table);
    if (columns === undefined || columns.size === 0) return null;
    const cell = (term: CoverageTerm) => cells[columns.get(term) ?? -1]?.trim() ?? "";
    return {
      eventDate: cell("eventDate"),
      decimalLatitude: cell("decimalLatitude"),
      decimalLongitude: cell("decimalLongitude"),
      locationID: cell("locationID"),
      locality: cell("locality"),
    };
  }

  #widen(sighting: Sighting): void {
    const [latitude, longitude] = placeOf(sighting);
    if (latitude !== null && longitude !== null) {
      const [south, north] = this.#latitudes ?? [latitude, latitude];
      this.#latitudes = [Math.min(south, latitude), Math.max(north, latitude)];
      this.#longitudes.add(longitude);
    }
    for (const date of [dateOf(sighting.eventDate), dateOf(sighting.eventDate.split("/").at(-1) ?? "")]) {
      if (date === null) continue;
      const [first, last] = this.#dates ?? [date, date];
      this.#dates = [date < first ? date : first, date > last ? date : last];
    }
  }

  #count(sighting: Sighting): void {
    const night = dateOf(sighting.eventDate);
    this.#nights.set(night, (this.#nights.get(night) ?? 0) + 1);
    const [latitude, longitude] = placeOf(sighting);
    const place = latitude === null ? null : `${latitude}, ${longitude}`;
    const id = sighting.locationID || sighting.locality || place;
    const known = this.#stations.get(id);
    const station = known ?? { id, name: sighting.locality || null, latitude, longitude, count: 0 };
    this.#stations.set(id, { ...station, count: station.count + 1 });
  }
}

const NOTHING: Sighting = { eventDate: "", decimalLatitude: "", decimalLongitude: "", locationID: "", locality: "" };

/** The core row knows the event; what it does not say its row may. */
function joined(core: Sighting | undefined, own: Sighting | null): Sighting {
  if (core === undefined || own === null) return core ?? own ?? NOTHING;
  const entries = TERMS.map((term) => [term, core[term] || own[term]] as const);
  return { ...NOTHING, ...Object.fromEntries(entries) };
}

function isTerm(given: string | null, term: CoverageTerm): boolean {
  return given === `dwc:${term}` || given === NAMESPACES.dwc + term;
}

/** Coordinates that are a place; the latitude is null where one of the two is none. */
function placeOf({ decimalLatitude, decimalLongitude }: Sighting): readonly [number | null, number | null] {
  if (decimalLatitude === "" || decimalLongitude === "") return [null, null];
  const [latitude, longitude] = [Number(decimalLatitude), Number(decimalLongitude)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [latitude, longitude] : [null, null];
}

/** The date with which a text begins. */
function dateOf(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
