import type { Id } from "../contracts/id.js";
import type { EmlCoverage } from "../dwca/eml-document.js";
import { coordinates } from "./coordinates.js";
import type { Occurrence, OccurrenceEvent } from "./occurrence.js";
import { TaxonCoverage } from "./taxon-coverage.js";

type Extent<Value> = { readonly from: Value; readonly to: Value } | null;

/** The most localities that a geographic description names. */
export const LOCALITIES_LIMIT = 50;

/**
 * What an archive's rows cover, gathered while they are written, in bounded memory: the box around the events' coordinates, their
 * first and last date, and the taxa.
 */
export class DatasetCoverage {
  #newest: string | null = null;
  #dates: Extent<string> = null;
  #latitudes: Extent<number> = null;
  #longitudes: Extent<number> = null;
  readonly #localities = new Set<string>();
  readonly #taxa = new TaxonCoverage();
  #events = 0;
  #eventsOfOccurrences = 0;
  #lastEventId: Id | null = null;

  /** The date of the newest change of any row; null when no row has one. */
  get newest(): string | null {
    return this.#newest;
  }

  /** How many events there are of which no occurrence was added. */
  get emptyEvents(): number {
    return this.#events - this.#eventsOfOccurrences;
  }

  addEvent({ start, end, deployment, updatedAt }: OccurrenceEvent): void {
    this.#changed(updatedAt);
    for (const date of [dateOf(start), dateOf(end)]) if (date !== null) this.#dates = widened(this.#dates, date);
    this.#addPlace(deployment);
    this.#events += 1;
  }

  /** Occurrences come by their events. */
  addOccurrence({ event, determination, updatedAt }: Occurrence): void {
    if (event !== null && event.id !== this.#lastEventId) this.#eventsOfOccurrences += 1;
    this.#lastEventId = event?.id ?? null;
    this.#changed(updatedAt);
    if (determination !== null) this.#taxa.add(determination);
  }

  /** @param place - its description, by default the localities' names; and what to say when they have none. */
  summary(place: { readonly description?: string | undefined; readonly fallback: string }): EmlCoverage {
    const [latitudes, longitudes, dates] = [this.#latitudes, this.#longitudes, this.#dates];
    const geographic = latitudes && longitudes && {
      description: place.description ?? (this.#localityNames() || place.fallback),
      west: longitudes.from,
      east: longitudes.to,
      north: latitudes.to,
      south: latitudes.from,
    };
    return { geographic, temporal: dates && { begin: dates.from, end: dates.to }, taxa: this.#taxa.summary() };
  }

  #changed(updatedAt: string | null): void {
    const date = dateOf(updatedAt);
    if (date !== null && (this.#newest === null || date > this.#newest)) this.#newest = date;
  }

  #addPlace(deployment: OccurrenceEvent["deployment"]): void {
    const place = coordinates(deployment);
    if (deployment === null || place === null) return;
    this.#latitudes = widened(this.#latitudes, place.latitude);
    this.#longitudes = widened(this.#longitudes, place.longitude);
    const name = deployment.name.trim();
    if (this.#localities.size <= LOCALITIES_LIMIT && name !== "") this.#localities.add(name);
  }

  #localityNames(): string {
    const names = [...this.#localities];
    return names.slice(0, LOCALITIES_LIMIT).join("; ") + (names.length > LOCALITIES_LIMIT ? "; …" : "");
  }
}

function dateOf(timestamp: string | null): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(timestamp ?? "")?.[0] ?? null;
}

function widened<Value extends string | number>(extent: Extent<Value>, value: Value): Extent<Value> {
  if (extent === null) return { from: value, to: value };
  return { from: value < extent.from ? value : extent.from, to: value > extent.to ? value : extent.to };
}
