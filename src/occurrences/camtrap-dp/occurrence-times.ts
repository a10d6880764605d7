import type { Warn } from "../../data-package/row-encoder.js";
import type { TimeZone } from "../../values/zoned-time.js";
import type { Deployment, Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import { compareTimestamps, endsOf } from "../model/timestamps.js";
import { type StationZones, withoutZone } from "../model/station-zones.js";
import { hasOffset, type TimeSpan, timeSpan } from "../../camtrap-dp/time-span.js";

/** The times of occurrences, nights and pictures with their offsets. */
export class OccurrenceTimes {
  readonly #zones: StationZones;
  readonly #recordZone: TimeZone | null;
  readonly #warn: Warn;

  /** @param recordZone - of the times at which records were made, where they have no offset. */
  constructor(zones: StationZones, recordZone: TimeZone | null, warn: Warn) {
    this.#zones = zones;
    this.#recordZone = recordZone;
    this.#warn = warn;
  }

  /** A time at a deployment. @throws ExportError `METADATA_INCOMPLETE` when it has no offset, and the deployment no time zone. */
  at(timestamp: string, deployment: Deployment): TimeSpan {
    if (/\.\d/.test(timestamp)) this.#warn("FRACTIONS_CUT", 1);
    const span = timeSpan(timestamp, hasOffset(timestamp) ? null : this.#zones.of(deployment));
    if (span === null) throw withoutZone([deployment.id]);
    if (span.isCoarse) this.#warn("TIMES_COARSE", 1);
    return span;
  }

  /** The time of an event. */
  ofNight({ start, end }: OccurrenceEvent, deployment: Deployment): TimeSpan {
    const ends = endsOf(start);
    return this.#between(ends.start, end ?? ends.end, deployment);
  }

  /** The time at which an animal was seen, else that of its event; null where nobody knows. */
  ofOccurrence({ firstAppearance, lastAppearance, event }: Occurrence, deployment: Deployment): TimeSpan | null {
    if (firstAppearance != null) return this.#between(firstAppearance, lastAppearance, deployment);
    return event && this.ofNight(event, deployment);
  }

  /** The time at which a record was made; null where its time has no offset that anybody knows. */
  ofRecord(timestamp: string | null | undefined): string | null {
    if (timestamp == null) return null;
    const span = timeSpan(timestamp, this.#recordZone);
    if (span !== null && !span.isCoarse) return span.start;
    this.#warn("TIMES_LEFT_OUT", 1);
    return null;
  }

  #between(first: string, last: string | null | undefined, deployment: Deployment): TimeSpan {
    const from = this.at(first, deployment);
    const to = last == null || last === first ? from : this.at(last, deployment);
    const isCoarse = from.isCoarse || to.isCoarse;
    if (compareTimestamps(from.start, to.end) <= 0) return { start: from.start, end: to.end, isCoarse };
    this.#warn("EVENT_ENDS_BEFORE_START", 1);
    return from;
  }
}
