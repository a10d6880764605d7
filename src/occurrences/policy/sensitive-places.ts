import type { Id } from "../../contracts/id.js";
import { type SensitivityCategory, stricter } from "../../sensitivity/category.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceRestriction } from "../model/occurrence-query.js";
import { sightingsOf } from "./sightings-of.js";

type Place = Pick<Occurrence, "id" | "event" | "deployment">;
type Categories = Map<Id, SensitivityCategory>;

/**
 * The places of sensitive records, learned from all records of a project. The unit is the station; without one the
 * event, without that the record itself.
 */
export class SensitivePlaces {
  readonly #policy: SensitivityPolicy;
  readonly #stations: Categories = new Map();
  readonly #events: Categories = new Map();
  readonly #records: Categories = new Map();
  readonly #captures = new Set<Id>();
  #strictest: SensitivityCategory | null = null;

  constructor(policy: SensitivityPolicy) {
    this.#policy = policy;
    for (const id of policy.stationIds) this.#add(this.#stations, id, policy.stationCategory(id));
  }

  /** Learns from a record, which has its detections and identifications. @throws ExportError `POLICY_FAILED`. */
  learn(occurrence: Occurrence): void {
    const category = sightingsOf(occurrence)
      .map((sighting) => this.#policy.categoryOf(sighting))
      .reduce(stricter, null);
    if (category === null) return;
    const { event, id } = occurrence;
    const stations = stationsOf(occurrence);
    for (const station of stations) this.#add(this.#stations, station, category);
    if (stations.length === 0 && event !== null) this.#add(this.#events, event.id, category);
    if (stations.length === 0 && event === null) this.#add(this.#records, id, category);
    for (const { capture } of occurrence.detections ?? []) if (capture !== null) this.#captures.add(capture.id);
  }

  /** The category of a record's place; null where it is public as it is. */
  categoryOf({ id, event, deployment }: Place): SensitivityCategory | null {
    if (this.#policy.mode === "dataset") return this.#strictest;
    const found = [...stationsOf({ event, deployment }).map((station) => this.#stations.get(station))];
    return [...found, event === null ? this.#records.get(id) : this.#events.get(event.id)]
      .map((category) => category ?? null)
      .reduce(stricter, null);
  }

  /** The category of an event's place. */
  categoryOfEvent(event: OccurrenceEvent): SensitivityCategory | null {
    return this.categoryOf({ id: event.id, event, deployment: null });
  }

  /** Whether a sensitive animal is on a capture. */
  isWithheld(captureId: Id): boolean {
    return this.#captures.has(captureId);
  }

  /** Whether no record of the project is sensitive. */
  get isEmpty(): boolean {
    return this.#strictest === null;
  }

  /** Of the coarsest grid that is used; null for none. */
  get grid(): number | null {
    const sizes = [...this.#stations.values()].filter((category) => category !== "withheld");
    return sizes.length === 0 ? null : Math.max(...sizes);
  }

  /** The restriction that leaves all sensitive records out; null where the whole project is left out. */
  get outside(): OccurrenceRestriction | null {
    if (this.#policy.mode === "dataset" && this.#strictest !== null) return null;
    const ids = (categories: Categories) => Object.freeze([...categories.keys()]);
    const [stations, events, records] = [this.#stations, this.#events, this.#records];
    return { kind: "outside", deploymentIds: ids(stations), eventIds: ids(events), occurrenceIds: ids(records) };
  }

  #add(categories: Categories, id: Id, category: SensitivityCategory | null): void {
    const strictest = stricter(categories.get(id) ?? null, category);
    if (strictest !== null) categories.set(id, strictest);
    this.#strictest = stricter(this.#strictest, category);
  }
}

/** A record and its event may name different stations. */
function stationsOf({ event, deployment }: Pick<Place, "event" | "deployment">): readonly Id[] {
  return [deployment?.id, event?.deployment?.id].flatMap((id) => id ?? []);
}
